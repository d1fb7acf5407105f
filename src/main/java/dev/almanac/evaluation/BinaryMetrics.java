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
 * Metrics of a binary classification.
 *
 * <ul>
 *   <li>AUC: the share of pairs of a positive and a negative row in which the positive one has the
 *       higher probability, ties counted half (the Mann-Whitney statistic);
 *   <li>PR AUC: average precision, the sum of precision times step of recall over the distinct
 *       probabilities. Not interpolated: linear interpolation of precision and recall is too
 *       optimistic (Davis and Goadrich, ICML 2006);
 *   <li>log-loss: in nats, with probabilities clipped to [1e-15, 1 - 1e-15];
 *   <li>calibration error: expected calibration error over ten bins of equal width, each weighted
 *       by its rows (Naeini, Cooper and Hauskrecht, AAAI 2015).
 * </ul>
 */
final class BinaryMetrics implements ClassificationMetrics {
  static final int BINS = 10;

  private final String positive;
  private final List<String> labels;
  private final ConfusionMatrix confusion;
  private final double[] binProbability = new double[BINS];
  private final long[] binPositives = new long[BINS];
  private double logLoss;
  private double brier;

  // Rows before the current probability, and rows with it.
  private double current = Double.NaN;
  private long positivesAbove;
  private long negativesAbove;
  private long positivesHere;
  private long negativesHere;
  private double pairs;
  private double averagePrecision;

  BinaryMetrics(List<String> labels, String positive) {
    this.labels = List.copyOf(labels);
    this.positive = positive;
    this.confusion = new ConfusionMatrix(labels);
  }

  @Override
  public void add(String actual, Optional<String> decided, double probability, long rows) {
    confusion.add(actual, decided, rows);
    if (probability != current) {
      closeStep();
      current = probability;
    }
    boolean isPositive = actual.equals(positive);
    if (isPositive) {
      positivesHere += rows;
    } else {
      negativesHere += rows;
    }
    logLoss += rows * LogLoss.of(isPositive ? probability : 1 - probability);
    double error = probability - (isPositive ? 1 : 0);
    brier += rows * error * error;
    int bin = bin(probability);
    binProbability[bin] += rows * probability;
    binPositives[bin] += isPositive ? rows : 0;
  }

  @Override
  public Evaluation evaluation() {
    closeStep();
    long rows = confusion.rows();
    Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
    if (rows > 0) {
      if (positivesAbove > 0 && negativesAbove > 0) {
        metrics.put(Metric.AUC, pairs / ((double) positivesAbove * negativesAbove));
      }
      if (positivesAbove > 0) {
        metrics.put(Metric.PR_AUC, averagePrecision / positivesAbove);
      }
      metrics.put(Metric.LOG_LOSS, logLoss / rows);
      metrics.put(Metric.BRIER, brier / rows);
      metrics.put(Metric.CALIBRATION_ERROR, calibrationError(rows));
      put(metrics, Metric.COVERAGE, confusion.coverage());
      put(metrics, Metric.ACCURACY, confusion.accuracy());
      int label = labels.indexOf(positive);
      put(metrics, Metric.PRECISION, confusion.precision(label));
      put(metrics, Metric.RECALL, confusion.recall(label));
      put(metrics, Metric.F1, confusion.f1(label));
    }
    return new Evaluation(TaskType.BINARY, rows, metrics, labels, confusion.matrix());
  }

  /** The calibration bin of a probability. */
  static int bin(double probability) {
    return Math.max(0, Math.min(BINS - 1, (int) (probability * BINS)));
  }

  /** Adds all rows of one probability at once, since ties have no order. */
  private void closeStep() {
    pairs += negativesHere * (positivesAbove + positivesHere / 2.0);
    long decided = positivesAbove + negativesAbove + positivesHere + negativesHere;
    if (positivesHere > 0) {
      averagePrecision += positivesHere * ((double) (positivesAbove + positivesHere) / decided);
    }
    positivesAbove += positivesHere;
    negativesAbove += negativesHere;
    positivesHere = 0;
    negativesHere = 0;
  }

  private double calibrationError(long rows) {
    double error = 0;
    for (int bin = 0; bin < BINS; bin++) {
      error += Math.abs(binProbability[bin] - binPositives[bin]);
    }
    return error / rows;
  }

  private static void put(Map<Metric, Double> metrics, Metric metric, OptionalDouble value) {
    value.ifPresent(found -> metrics.put(metric, found));
  }
}
