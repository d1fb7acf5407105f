package dev.almanac.lookup;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link AggregateQuery} is answered with.
 *
 * @param tableVersion the Delta version that was read
 * @param rowsRead rows of the run date
 * @param rowsMet rows that met the conditions
 * @param groups by the values of the grouping columns, then a value a measure, in their order
 * @param rows those that were asked for, whole
 * @param cut whether there are more groups than are told
 */
public record Summary(
    long tableVersion,
    LocalDate runDate,
    long rowsRead,
    long rowsMet,
    List<Group> groups,
    List<Map<String, @Nullable Object>> rows,
    boolean cut) {
  /** Copies its parts. */
  public Summary {
    groups = List.copyOf(groups);
    rows = List.copyOf(rows);
  }

  /**
   * One group.
   *
   * @param by the grouping columns
   * @param measures a number a measure; null where there are no values
   */
  public record Group(Map<String, @Nullable Object> by, List<@Nullable Double> measures) {}
}
