package dev.almanac.core;

import java.util.Objects;
import java.util.Optional;

/**
 * Metric of one segment, which is the rows with one value of a column.
 *
 * @param column the segment column
 * @param segment the value as text; absent for null
 * @param value the metric; absent if it is undefined in the segment, such as the AUC of one class
 * @param rows holdout rows of the segment
 * @param judged whether the segment has enough rows for the gate
 */
public record SegmentMetric(
    String column,
    Optional<String> segment,
    Metric metric,
    Optional<Double> value,
    long rows,
    boolean judged) {
  /** Checks that no part is null. */
  public SegmentMetric {
    Objects.requireNonNull(column, "column");
    Objects.requireNonNull(metric, "metric");
  }

  /** A description of the segment. */
  public String where() {
    return segment
        .map(text -> column + " = '" + Text.printable(text) + "'")
        .orElse(column + " is null");
  }
}
