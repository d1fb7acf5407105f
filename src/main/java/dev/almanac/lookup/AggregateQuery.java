package dev.almanac.lookup;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Aggregate query over the forecasts of one run date. Immutable.
 *
 * @param runDate absent for the newest
 * @param where conditions that rows must all meet
 * @param groupBy grouping columns; empty for one group of all rows
 * @param measures aggregates of each group; empty for a query for rows
 * @param top order of a query for rows; absent for a query for groups
 * @param most maximum number of groups or rows
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

  /** Comparison of a value. A null meets only IS_NULL. */
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
   * Condition on a column.
   *
   * @param values as text; several for IN, none for IS_NULL and NOT_NULL, else one
   */
  public record Condition(String column, Comparison comparison, List<String> values) {
    /** Copies the values. */
    public Condition {
      values = List.copyOf(values);
    }
  }

  /** Aggregate function over a group's numbers; nulls and NaN are ignored. */
  public enum Kind {
    /** All rows of the group. */
    ROWS,
    /** Values that are not null. */
    COUNT,
    SUM,
    MEAN,
    MIN,
    MAX,
    /**
     * Quantile by nearest rank: the smallest value that at least this share of the values does not
     * exceed.
     */
    QUANTILE
  }

  /**
   * An aggregate of a group.
   *
   * @param column a numeric column; any column for COUNT; ignored for ROWS
   * @param at the share of a QUANTILE, 0 to 1; ignored for others
   */
  public record Measure(Kind kind, String column, double at) {}

  /** Sort order of rows. */
  public enum Order {
    LARGEST,
    SMALLEST
  }

  /** Rows ordered by a numeric column. */
  public record Top(String column, Order order) {}
}
