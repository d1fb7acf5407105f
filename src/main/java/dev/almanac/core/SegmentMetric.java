package dev.almanac.core;

import java.util.Objects;
import java.util.Optional;

/**
 * A measure within one value of a column.
 *
 * @param column the column whose values are the segments
 * @param segment the value as text; absent for null
 * @param value the measure; absent if it has none there, such as the AUC of one class
 * @param rows rows of the holdout that it was measured on
 * @param judged whether they were enough to be held against the gate
 */
public record SegmentMetric(
    String column,
    Optional<String> segment,
    Metric metric,
    Optional<Double> value,
    long rows,
    boolean judged) {
  /** Checks that nothing is missing. */
  public SegmentMetric {
    Objects.requireNonNull(column, "column");
    Objects.requireNonNull(metric, "metric");
  }

  /** Which rows these are, in words. */
  public String where() {
    return segment
        .map(text -> column + " = '" + Text.printable(text) + "'")
        .orElse(column + " is null");
  }
}
