package dev.almanac.evaluation;

import dev.almanac.core.Metric;
import dev.almanac.core.TaskType;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * A metric with integer row weights, as {@link BinaryMetrics}, {@link MulticlassMetrics} and {@link
 * Evaluator} define it. What does not depend on the weights is computed once, so that thousands of
 * resamples are cheap.
 */
interface WeightedMetric {
  /**
   * The metric; NaN if it is undefined.
   *
   * @param weights the weight of each row
   */
  double of(byte[] weights);

  /** The metric of one of the two models. */
  static WeightedMetric of(Metric metric, PairedScores scores, PairedScores.Side side) {
    return switch (metric) {
      case AUC -> new Ranking(scores, side, true);
      case PR_AUC -> new Ranking(scores, side, false);
      case LOG_LOSS ->
          new Mean(
              scores.rows(),
              row ->
                  LogLoss.of(
                      scores.task() != TaskType.BINARY || isPositive(scores, row)
                          ? side.number()[row]
                          : 1 - side.number()[row]));
      case BRIER ->
          new Mean(
              scores.rows(),
              row -> {
                double error = side.number()[row] - (isPositive(scores, row) ? 1 : 0);
                return error * error;
              });
      case CALIBRATION_ERROR -> new Calibration(scores, side);
      case COVERAGE, ACCURACY, PRECISION, RECALL, F1, MACRO_F1, WEIGHTED_F1 ->
          new Counts(metric, scores, side);
      case MAE -> new Mean(scores.rows(), row -> Math.abs(error(scores, side, row)));
      case BIAS -> new Mean(scores.rows(), row -> error(scores, side, row));
      case RMSE -> {
        WeightedMetric squared = squared(scores, side);
        yield weights -> Math.sqrt(squared.of(weights));
      }
      case R2 -> {
        WeightedMetric squared = squared(scores, side);
        yield weights -> {
          double variance = variance(scores.actual(), weights);
          return variance > 0 ? 1 - squared.of(weights) / variance : Double.NaN;
        };
      }
      case SILHOUETTE, SMALLEST_SHARE ->
          throw new IllegalArgumentException(
              metric + " compares a row with others, not with truth");
    };
  }

  private static WeightedMetric squared(PairedScores scores, PairedScores.Side side) {
    return new Mean(
        scores.rows(),
        row -> {
          double error = error(scores, side, row);
          return error * error;
        });
  }

  private static double error(PairedScores scores, PairedScores.Side side, int row) {
    return side.number()[row] - scores.actual()[row];
  }

  private static boolean isPositive(PairedScores scores, int row) {
    return scores.actual()[row] == scores.positive();
  }

  private static double variance(double[] values, byte[] weights) {
    double sum = 0;
    long count = 0;
    for (int row = 0; row < values.length; row++) {
      sum += weights[row] * values[row];
      count += weights[row];
    }
    double mean = sum / count;
    double squares = 0;
    for (int row = 0; row < values.length; row++) {
      squares += weights[row] * (values[row] - mean) * (values[row] - mean);
    }
    return squares / count;
  }

  /** A weighted mean over rows. */
  final class Mean implements WeightedMetric {
    private final double[] values;

    Mean(int rows, java.util.function.IntToDoubleFunction value) {
      this.values = IntStream.range(0, rows).mapToDouble(value).toArray();
    }

    @Override
    public double of(byte[] weights) {
      double sum = 0;
      long count = 0;
      for (int row = 0; row < values.length; row++) {
        sum += weights[row] * values[row];
        count += weights[row];
      }
      return count == 0 ? Double.NaN : sum / count;
    }
  }

  /**
   * AUC and average precision, over rows in descending order of probability, with ties as groups.
   */
  final class Ranking implements WeightedMetric {
    private final int[] order;
    private final boolean[] positive;
    private final boolean[] lastOfStep;
    private final boolean auc;

    Ranking(PairedScores scores, PairedScores.Side side, boolean auc) {
      this.auc = auc;
      int rows = scores.rows();
      double[] probability = side.number();
      this.order =
          IntStream.range(0, rows)
              .boxed()
              .sorted((a, b) -> Double.compare(probability[b], probability[a]))
              .mapToInt(Integer::intValue)
              .toArray();
      this.positive = new boolean[rows];
      this.lastOfStep = new boolean[rows];
      for (int i = 0; i < rows; i++) {
        positive[i] = isPositive(scores, order[i]);
        lastOfStep[i] = i == rows - 1 || probability[order[i]] != probability[order[i + 1]];
      }
    }

    @Override
    public double of(byte[] weights) {
      double pairs = 0;
      double precision = 0;
      long positivesAbove = 0;
      long negativesAbove = 0;
      long positives = 0;
      long negatives = 0;
      for (int i = 0; i < order.length; i++) {
        int weight = weights[order[i]];
        if (positive[i]) {
          positives += weight;
        } else {
          negatives += weight;
        }
        if (lastOfStep[i]) {
          pairs += negatives * (positivesAbove + positives / 2.0);
          positivesAbove += positives;
          negativesAbove += negatives;
          if (positives > 0) {
            precision += positives * ((double) positivesAbove / (positivesAbove + negativesAbove));
          }
          positives = 0;
          negatives = 0;
        }
      }
      if (positivesAbove == 0 || (auc && negativesAbove == 0)) {
        return Double.NaN;
      }
      return auc ? pairs / ((double) positivesAbove * negativesAbove) : precision / positivesAbove;
    }
  }

  /** Expected calibration error. */
  final class Calibration implements WeightedMetric {
    private final byte[] bins;
    private final double[] surplus;

    Calibration(PairedScores scores, PairedScores.Side side) {
      this.bins = new byte[scores.rows()];
      this.surplus = new double[scores.rows()];
      for (int row = 0; row < bins.length; row++) {
        bins[row] = (byte) BinaryMetrics.bin(side.number()[row]);
        surplus[row] = side.number()[row] - (isPositive(scores, row) ? 1 : 0);
      }
    }

    @Override
    public double of(byte[] weights) {
      double[] sums = new double[BinaryMetrics.BINS];
      long count = 0;
      for (int row = 0; row < bins.length; row++) {
        sums[bins[row]] += weights[row] * surplus[row];
        count += weights[row];
      }
      double error = 0;
      for (double sum : sums) {
        error += Math.abs(sum);
      }
      return count == 0 ? Double.NaN : error / count;
    }
  }

  /** Metrics of the weighted confusion matrix. */
  final class Counts implements WeightedMetric {
    private final Metric metric;
    private final PairedScores scores;
    private final PairedScores.Side side;

    Counts(Metric metric, PairedScores scores, PairedScores.Side side) {
      this.metric = metric;
      this.scores = scores;
      this.side = side;
    }

    @Override
    public double of(byte[] weights) {
      ConfusionMatrix confusion = new ConfusionMatrix(scores.labels());
      double[] actual = scores.actual();
      int[] decided = side.decided();
      for (int row = 0; row < weights.length; row++) {
        confusion.add((int) actual[row], decided[row], weights[row]);
      }
      OptionalDouble value =
          switch (metric) {
            case COVERAGE -> confusion.coverage();
            case ACCURACY -> confusion.accuracy();
            case PRECISION -> confusion.precision(scores.positive());
            case RECALL -> confusion.recall(scores.positive());
            case F1 -> confusion.f1(scores.positive());
            case MACRO_F1 -> confusion.macroF1();
            case WEIGHTED_F1 -> confusion.weightedF1();
            default -> throw new IllegalArgumentException(metric + " is not made of counts");
          };
      return value.orElse(Double.NaN);
    }
  }
}
