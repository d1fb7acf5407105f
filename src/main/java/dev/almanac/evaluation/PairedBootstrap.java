package dev.almanac.evaluation;

import dev.almanac.core.ChampionComparison;
import dev.almanac.core.Metric;
import java.util.Arrays;

/**
 * Confidence interval of the difference of two models' metrics, by a paired Poisson bootstrap. In
 * each of 1,000 resamples, the weight of every row is drawn from Poisson(1) and is the same for
 * both models, so that rows that are difficult for both do not add variance. The interval lies
 * between quantiles of the resampled differences. For the Poisson form see Hanley and MacGibbon,
 * "Creating non-parametric bootstrap samples using Poisson frequencies", Computer Methods and
 * Programs in Biomedicine 83 (2006); for the interval Efron and Tibshirani, "An Introduction to the
 * Bootstrap" (1993), chapter 13.
 *
 * <p>If the rows are a sample, differences are scaled to the full number of rows: an error is
 * inversely proportional to the root of the rows (Bickel, Götze and van Zwet, "Resampling fewer
 * than n observations", Statistica Sinica 7 (1997)).
 *
 * <p>The draws are a function of seed, resample and row only. Immutable.
 */
final class PairedBootstrap {
  static final int RESAMPLES = 1_000;

  /** The share of resamples in which the metric must be defined for an interval. */
  private static final double ENOUGH = 0.95;

  /** Cumulative probabilities of 0, 1, 2, … for a Poisson distribution of mean 1, in 53 bits. */
  private static final long[] POISSON = poisson();

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** A confidence interval. */
  record Interval(double low, double high) {
    static final Interval UNKNOWN =
        new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  private final PairedScores scores;
  private final long allRows;
  private final long seed;

  /**
   * Creates a bootstrap.
   *
   * @param allRows number of rows that the scores are sampled from; their own number if they are
   *     all
   */
  PairedBootstrap(PairedScores scores, long allRows, long seed) {
    this.scores = scores;
    this.allRows = allRows;
    this.seed = seed;
  }

  /**
   * The interval of the difference, new - old.
   *
   * @param difference the difference on all rows
   * @return {@link Interval#UNKNOWN} if the metric is undefined in too many resamples
   */
  Interval interval(Metric metric, double difference, double confidence) {
    WeightedMetric now = WeightedMetric.of(metric, scores, scores.now());
    WeightedMetric before = WeightedMetric.of(metric, scores, scores.before());
    byte[] weights = new byte[scores.rows()];
    Arrays.fill(weights, (byte) 1);
    double centre = ChampionComparison.difference(metric, now.of(weights), before.of(weights));
    double[] found = new double[RESAMPLES];
    int count = 0;
    for (int resample = 0; resample < RESAMPLES; resample++) {
      draw(weights, resample);
      double value = ChampionComparison.difference(metric, now.of(weights), before.of(weights));
      if (Double.isFinite(value)) {
        found[count++] = value;
      }
    }
    if (count < ENOUGH * RESAMPLES || !Double.isFinite(centre)) {
      return Interval.UNKNOWN;
    }
    double[] sorted = Arrays.copyOf(found, count);
    Arrays.sort(sorted);
    int tail = (int) Math.floor((1 - confidence) / 2 * count);
    double shrink = scores.rows() >= allRows ? 1 : Math.sqrt((double) scores.rows() / allRows);
    return new Interval(
        difference + shrink * (sorted[tail] - centre),
        difference + shrink * (sorted[count - 1 - tail] - centre));
  }

  private void draw(byte[] weights, int resample) {
    long state = mixed(seed + GOLDEN * (resample + 1L));
    for (int row = 0; row < weights.length; row++) {
      state += GOLDEN;
      long drawn = mixed(state) >>> 11;
      byte times = 0;
      while (times < POISSON.length && drawn >= POISSON[times]) {
        times++;
      }
      weights[row] = times;
    }
  }

  /** SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014). */
  private static long mixed(long state) {
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static long[] poisson() {
    long[] bounds = new long[18];
    double share = Math.exp(-1);
    double sum = 0;
    for (int times = 0; times < bounds.length; times++) {
      sum += share;
      bounds[times] = (long) (sum * (1L << 53));
      share /= times + 1;
    }
    return bounds;
  }
}
