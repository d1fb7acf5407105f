package dev.almanac.lookup;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What is asked about the forecasts of a run date as a whole. Immutable.
 *
 * @param runDate absent for the newest
 * @param where what rows must meet, all of it
 * @param groupBy columns by whose values rows are put together; empty for one group of all
 * @param measures of each group; empty if rows are asked for
 * @param top rows that are asked for; absent if groups are
 * @param most groups or rows at most
 */
public record AggregateQuery(
    Optional<LocalDate> runDate,
    List<Condition> where,
    List<String> groupBy,
    List<Measure> measures,
    Optional<Top> top,
    int most) {
  /** Copies its parts. */
  public AggregateQuery {
    where = List.copyOf(where);
    groupBy = List.copyOf(groupBy);
    measures = List.copyOf(measures);
  }

  /** How a value is compared. A null meets none of these but IS_NULL. */
  public enum Comparison {
    EQ,
    NE,
    LT,
    LE,
    GT,
    GE,
    /** Equal to one of several. */
    IN,
    IS_NULL,
    NOT_NULL
  }

  /**
   * What a row must meet.
   *
   * @param values as text; one, but for IN (some) and the two of null (none)
   */
  public record Condition(String column, Comparison comparison, List<String> values) {
    /** Copies the values. */
    public Condition {
      values = List.copyOf(values);
    }
  }

  /** What is told of a group's numbers; nulls and NaN are left out. */
  public enum Kind {
    /** Rows of the group, whatever they hold. */
    ROWS,
    /** Values that are no null. */
    COUNT,
    SUM,
    MEAN,
    MIN,
    MAX,
    /** The smallest value that as large a share of the values does not exceed. */
    QUANTILE
  }

  /**
   * A measure of a group.
   *
   * @param column of numbers; of ROWS and COUNT any, for ROWS it means nothing
   * @param at the share of a QUANTILE, 0 to 1; of others it means nothing
   */
  public record Measure(Kind kind, String column, double at) {}

  /** Which of two rows comes first. */
  public enum Order {
    LARGEST,
    SMALLEST
  }

  /** Rows by the size of a column's number. */
  public record Top(String column, Order order) {}
}
