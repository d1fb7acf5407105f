package dev.almanac.lookup;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Result of an {@link AggregateQuery}.
 *
 * @param tableVersion the Delta version that was read
 * @param rowsRead number of rows of the run date
 * @param rowsMet number of rows that met the conditions
 * @param groups by the values of the grouping columns, then one value per aggregate, in their order
 * @param rows the result of a query for rows, with all columns
 * @param cut whether there are more groups than are returned
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
   * @param by values of the grouping columns
   * @param measures one number per aggregate; null if there are no values
   */
  public record Group(Map<String, @Nullable Object> by, List<@Nullable Double> measures) {}
}
