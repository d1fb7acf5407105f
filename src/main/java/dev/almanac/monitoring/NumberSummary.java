package dev.almanac.monitoring;

import dev.almanac.data.Moments;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.util.QuantileSummaries;

/**
 * Moments, extremes and approximate quantiles of numbers, in one pass. The quantiles use the
 * algorithm of Greenwald and Khanna.
 *
 * <p>The same numbers in the same order give the same bits. Merging is neither commutative nor
 * associative, since sums of doubles are not: the caller must fix the order.
 */
final class NumberSummary implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Inverse of the largest rank error of a quantile, relative to the count. */
  private static final double ACCURACY = 10_000;

  private final Moments moments = new Moments();
  private double min = Double.NaN;
  private double max = Double.NEGATIVE_INFINITY;
  private QuantileSummaries quantiles =
      new QuantileSummaries(
          QuantileSummaries.defaultCompressThreshold(),
          1 / ACCURACY,
          new QuantileSummaries.Stats[0],
          0,
          false);

  /** Adds a number. NaN is the largest number. */
  void add(double value) {
    moments.add(value);
    min = Double.compare(value, min) < 0 ? value : min;
    max = Double.compare(value, max) > 0 ? value : max;
    quantiles = quantiles.insert(value);
  }

  /** Ends the adding of numbers; required before merging and reading quantiles. */
  NumberSummary compress() {
    quantiles = quantiles.compress();
    return this;
  }

  /** Appends the numbers of another summary and returns this. Both must be compressed. */
  NumberSummary merge(NumberSummary other) {
    moments.merge(other.moments);
    min = Double.compare(other.min, min) < 0 ? other.min : min;
    max = Double.compare(other.max, max) > 0 ? other.max : max;
    quantiles = quantiles.merge(other.quantiles);
    return this;
  }

  long count() {
    return moments.count();
  }

  double min() {
    return min;
  }

  double max() {
    return max;
  }

  double mean() {
    return moments.mean();
  }

  /** Sample standard deviation; 0 for one number. */
  double deviation() {
    return moments.deviation();
  }

  /** The quantiles of ascending probabilities. */
  List<Double> quantiles(double[] shares) {
    return Arrays.stream(shares).mapToObj(share -> (Double) quantiles.query(share).get()).toList();
  }
}
