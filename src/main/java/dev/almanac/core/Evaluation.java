package dev.almanac.core;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a model is worth on a holdout it was not fitted on.
 *
 * @param task what was forecast
 * @param rows rows of the holdout
 * @param metrics every measure of the task; a measure that has no value on this holdout (AUC of one
 *     class) is absent rather than NaN
 * @param labels for classification, the labels in the order of {@code confusion}
 * @param confusion for classification, rows counted by actual label (outer) and decided label
 *     (inner); empty for regression
 */
public record Evaluation(
    TaskType task,
    long rows,
    Map<Metric, Double> metrics,
    List<String> labels,
    List<List<Long>> confusion) {
  /** Copies its parts; refuses values that are not finite. */
  public Evaluation {
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    labels = List.copyOf(labels);
    confusion = confusion.stream().map(List::copyOf).toList();
    metrics.forEach(
        (metric, value) -> {
          if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(metric.word() + " is " + value);
          }
        });
  }

  /** The value of a measure, if it has one on this holdout. */
  public Optional<Double> metric(Metric metric) {
    return Optional.ofNullable(metrics.get(metric));
  }
}
