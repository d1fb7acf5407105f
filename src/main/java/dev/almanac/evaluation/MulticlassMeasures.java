package dev.almanac.evaluation;

import dev.almanac.core.Evaluation;
import dev.almanac.core.Metric;
import dev.almanac.core.TaskType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The measures of a multi-class task: accuracy; log-loss in nats with probabilities clipped to
 * [1e-15, 1 - 1e-15]; F1 averaged over the labels that occur or were decided, plainly (macro) and
 * by their rows (weighted).
 */
final class MulticlassMeasures implements ClassMeasures {
  private final List<String> labels;
  private final Confusion confusion;
  private double logLoss;

  MulticlassMeasures(List<String> labels) {
    this.labels = List.copyOf(labels);
    this.confusion = new Confusion(labels);
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
      double sum = 0;
      double weighted = 0;
      int counted = 0;
      long rowsDecided = confusion.decidedRows();
      for (int label = 0; label < labels.size(); label++) {
        OptionalDouble f1 = confusion.f1(label);
        if (f1.isPresent()) {
          sum += f1.getAsDouble();
          weighted += f1.getAsDouble() * confusion.support(label);
          counted++;
        }
      }
      if (counted > 0) {
        metrics.put(Metric.MACRO_F1, sum / counted);
        metrics.put(Metric.WEIGHTED_F1, weighted / rowsDecided);
      }
    }
    return new Evaluation(TaskType.MULTICLASS, rows, metrics, labels, confusion.matrix());
  }
}
