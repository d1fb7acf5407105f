package dev.almanac.monitoring;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.util.QuantileSummaries;

/**
 * Count, extremes, sum, squared deviations and approximate quantiles of numbers, in one pass. The
 * sum is in double-double arithmetic; the squared deviations are by Welford, and by Chan where two
 * summaries are merged; the quantiles are by Greenwald and Khanna.
 *
 * <p>The same numbers in the same order give the same bits. A merge is neither commutative nor
 * associative, as no sum of doubles is: the caller fixes its order.
 */
final class NumberSummary implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A quantile's rank is wrong by one in so many of the count, at most. */
  private static final double ACCURACY = 10_000;

  private long count;
  private double min = Double.NaN;
  private double max = Double.NEGATIVE_INFINITY;
  private double sum;
  private double sumError;
  private double mean;
  private double squares;
  private QuantileSummaries quantiles =
      new QuantileSummaries(
          QuantileSummaries.defaultCompressThreshold(),
          1 / ACCURACY,
          new QuantileSummaries.Stats[0],
          0,
          false);

  /** Adds a number. NaN is above all others. */
  void add(double value) {
    count++;
    min = Double.compare(value, min) < 0 ? value : min;
    max = Double.compare(value, max) > 0 ? value : max;
    addToSum(value);
    double delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
    quantiles = quantiles.insert(value);
  }

  /** Ends the adding of numbers, before summaries are merged and quantiles are read. */
  NumberSummary compress() {
    quantiles = quantiles.compress();
    return this;
  }

  /** Adds the numbers of another summary behind these, and returns this. Both are compressed. */
  NumberSummary merge(NumberSummary other) {
    double all = (double) count + other.count;
    double delta = other.mean - mean;
    squares += other.squares + delta * delta * count * (other.count / all);
    mean += delta * (other.count / all);
    count += other.count;
    min = Double.compare(other.min, min) < 0 ? other.min : min;
    max = Double.compare(other.max, max) > 0 ? other.max : max;
    addToSum(other.sum);
    sumError += other.sumError;
    quantiles = quantiles.merge(other.quantiles);
    return this;
  }

  long count() {
    return count;
  }

  double min() {
    return min;
  }

  double max() {
    return max;
  }

  double mean() {
    double all = sum + sumError;
    if (Double.isFinite(all)) {
      return all / count;
    }
    // The running mean stays finite where the sum of numbers of one sign overflows.
    return Double.isFinite(mean) ? mean : sum / count;
  }

  /** Of the sample; 0 for one number. */
  double deviation() {
    return count == 1 ? 0 : Math.sqrt(squares / (count - 1));
  }

  /** The quantiles at ascending shares. */
  List<Double> quantiles(double[] shares) {
    return Arrays.stream(shares).mapToObj(share -> (Double) quantiles.query(share).get()).toList();
  }

  /** Adds what rounding loses to the error, by Knuth. */
  private void addToSum(double value) {
    double rounded = sum + value;
    double added = rounded - sum;
    sumError += (sum - (rounded - added)) + (value - added);
    sum = rounded;
  }
}
