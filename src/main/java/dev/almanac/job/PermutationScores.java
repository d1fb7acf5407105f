package dev.almanac.job;

import dev.almanac.core.Metric;
import dev.almanac.core.RejectReason;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.forecast.ScoreSink;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Receives the forecasts of a sample and computes their metric. Not thread-safe. */
final class PermutationScores implements ScoreSink {
  private static final double SMALLEST = 1e-15;

  private final Signature signature;
  private final double[] actual;
  private final double[] forecast;
  private final boolean[] rejected;

  /**
   * @param actual the regression target, or the index of the label, of each row
   */
  PermutationScores(Signature signature, double[] actual) {
    this.signature = signature;
    this.actual = actual;
    this.forecast = new double[actual.length];
    this.rejected = new boolean[actual.length];
  }

  /** The metric whose loss is the permutation importance, by task. */
  static Metric metric(TaskType task) {
    return switch (task) {
      case BINARY -> Metric.AUC;
      case MULTICLASS -> Metric.LOG_LOSS;
      case REGRESSION -> Metric.RMSE;
      case CLUSTERING -> throw new IllegalArgumentException("a clustering has no truth");
    };
  }

  /** The indexes of rows with a forecast. */
  int[] accepted() {
    return IntStream.range(0, rejected.length).filter(row -> !rejected[row]).toArray();
  }

  /** The metric; NaN if it is undefined on these rows. */
  double value() {
    return switch (signature.task()) {
      case BINARY -> auc();
      case MULTICLASS -> mean(row -> -Math.log(Math.max(SMALLEST, forecast[row])));
      case REGRESSION ->
          Math.sqrt(mean(row -> (forecast[row] - actual[row]) * (forecast[row] - actual[row])));
      case CLUSTERING -> Double.NaN;
    };
  }

  private double mean(IntToDoubleFunction value) {
    return Arrays.stream(accepted()).mapToDouble(value).average().orElse(Double.NaN);
  }

  /** Area under the ROC curve: the share of correctly ordered pairs, ties as half. */
  private double auc() {
    int positive = signature.positiveIndex();
    Integer[] order =
        Arrays.stream(accepted())
            .boxed()
            .sorted(Comparator.comparingDouble(row -> forecast[row]))
            .toArray(Integer[]::new);
    double pairs = 0;
    long negatives = 0;
    long positives = 0;
    for (int from = 0; from < order.length; ) {
      int to = from;
      long positivesHere = 0;
      while (to < order.length && forecast[order[to]] == forecast[order[from]]) {
        positivesHere += actual[order[to]] == positive ? 1 : 0;
        to++;
      }
      long negativesHere = to - from - positivesHere;
      pairs += positivesHere * (negatives + negativesHere / 2.0);
      positives += positivesHere;
      negatives += negativesHere;
      from = to;
    }
    return pairs / ((double) positives * negatives);
  }

  @Override
  public void clear(int rows) {
    Arrays.fill(rejected, false);
    Arrays.fill(forecast, 0);
  }

  @Override
  public void number(int row, double value) {
    forecast[row] = value;
  }

  @Override
  public void probability(int row, double value) {
    if (signature.task() == TaskType.BINARY) {
      forecast[row] = value;
    }
  }

  @Override
  public void probability(int row, int label, double value) {
    if (label == actual[row]) {
      forecast[row] = value;
    }
  }

  @Override
  public void prediction(int row, int label) {
    // Only numbers are compared.
  }

  @Override
  public void prediction(int row, String label) {
    // Only numbers are compared.
  }

  @Override
  public void decision(int row, int label) {
    // Only numbers are compared.
  }

  @Override
  public void decision(int row, String label) {
    // Only numbers are compared.
  }

  @Override
  public void reject(int row, RejectReason reason, @Nullable String field, @Nullable String value) {
    rejected[row] = true;
  }
}
