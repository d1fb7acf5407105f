package dev.almanac.core;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Metrics of a model on a holdout that it was not fitted on.
 *
 * @param task the model's task
 * @param rows rows of the holdout
 * @param metrics the task's metrics by kind; a metric that is undefined on this holdout (AUC of one
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
  /**
   * Copies its parts.
   *
   * @throws IllegalArgumentException if a value is not finite
   */
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

  /** The value of a metric; empty if it is undefined on this holdout. */
  public Optional<Double> metric(Metric metric) {
    return Optional.ofNullable(metrics.get(metric));
  }
}
