package dev.almanac.evaluation;

import dev.almanac.core.Evaluation;
import dev.almanac.core.Metric;
import dev.almanac.core.TaskType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Metrics of a multi-class classification: accuracy; log-loss in nats with probabilities clipped to
 * [1e-15, 1 - 1e-15]; F1 averaged over the labels that occur or were decided, unweighted (macro)
 * and weighted by their rows.
 */
final class MulticlassMetrics implements ClassificationMetrics {
  private final List<String> labels;
  private final ConfusionMatrix confusion;
  private double logLoss;

  MulticlassMetrics(List<String> labels) {
    this.labels = List.copyOf(labels);
    this.confusion = new ConfusionMatrix(labels);
  }

  @Override
  public void add(String actual, Optional<String> decided, double probability, long rows) {
    confusion.add(actual, decided, rows);
    logLoss += rows * LogLoss.of(probability);
  }

  @Override
  public Evaluation evaluation() {
    long rows = confusion.rows();
    Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
    if (rows > 0) {
      metrics.put(Metric.LOG_LOSS, logLoss / rows);
      confusion.coverage().ifPresent(share -> metrics.put(Metric.COVERAGE, share));
      confusion.accuracy().ifPresent(share -> metrics.put(Metric.ACCURACY, share));
      confusion.macroF1().ifPresent(value -> metrics.put(Metric.MACRO_F1, value));
      confusion.weightedF1().ifPresent(value -> metrics.put(Metric.WEIGHTED_F1, value));
    }
    return new Evaluation(TaskType.MULTICLASS, rows, metrics, labels, confusion.matrix());
  }
}
