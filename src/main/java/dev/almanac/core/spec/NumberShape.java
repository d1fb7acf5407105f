package dev.almanac.core.spec;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Transformation of a number after imputation, in this order: clipping, logarithm, then binning or
 * scaling.
 *
 * @param min lower bound of clipping
 * @param max upper bound of clipping
 * @param log whether ln(1 + x) replaces the number, with negative numbers counted as 0
 * @param scale scaling
 * @param buckets binning
 */
public record NumberShape(
    OptionalDouble min, OptionalDouble max, boolean log, Scale scale, Buckets buckets) {
  /** No transformation. */
  public static final NumberShape AS_IS =
      new NumberShape(
          OptionalDouble.empty(), OptionalDouble.empty(), false, Scale.NONE, Buckets.NONE);

  /** Scaling by statistics of the training rows. */
  public enum Scale {
    /** No scaling. */
    NONE("none"),
    /** (x - mean) / standard deviation. */
    STANDARD("standard"),
    /** Linear from 0 at the minimum to 1 at the maximum. */
    MIN_MAX("min-max"),
    /** x / the largest absolute value. */
    MAX_ABS("max-abs");

    private final String word;

    Scale(String word) {
      this.word = word;
    }

    /** The name in job files. */
    public String word() {
      return word;
    }
  }

  /**
   * Bins of a number. Each includes its lower and excludes its upper bound; the first and the last
   * are unbounded.
   *
   * @param bounds bounds between the bins, ascending; empty with {@code quantiles}
   * @param quantiles number of equal-frequency bins over the training rows; 0 with {@code bounds}
   * @param asNumber whether the model reads the bin's index, from 0, as a number; otherwise each
   *     bin is a level
   */
  public record Buckets(List<Double> bounds, int quantiles, boolean asNumber) {
    /** No binning. */
    public static final Buckets NONE = new Buckets(List.of(), 0, false);

    /** The most bins: each is a comparison, and a column of a linear model. */
    public static final int MOST = 100;

    /**
     * @throws IllegalArgumentException if the bounds do not ascend, or there are too many bins
     */
    public Buckets {
      bounds = List.copyOf(bounds);
      for (int i = 0; i < bounds.size(); i++) {
        if (!Double.isFinite(bounds.get(i))) {
          throw new IllegalArgumentException(
              "a bound is a finite number, not %s: the first and the last bucket are open anyway"
                  .formatted(bounds.get(i)));
        }
        if (i > 0 && bounds.get(i) <= bounds.get(i - 1)) {
          throw new IllegalArgumentException(
              "the bounds of buckets ascend, but %s comes after %s"
                  .formatted(bounds.get(i), bounds.get(i - 1)));
        }
      }
      if (!bounds.isEmpty() && quantiles > 0) {
        throw new IllegalArgumentException(
            "buckets and quantile-buckets both say where the bounds are; keep one of the two");
      }
      if (quantiles == 1 || quantiles < 0 || quantiles > MOST || bounds.size() >= MOST) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "there are 2 to %d buckets", MOST));
      }
    }

    /** Whether there are bins. */
    public boolean any() {
      return quantiles > 0 || !bounds.isEmpty();
    }
  }

  /** Whether the result is never negative, for any input. */
  public boolean isNeverNegative() {
    boolean unscaled = scale == Scale.NONE || scale == Scale.MAX_ABS;
    return buckets.any() || (unscaled && (log || min.orElse(-1) >= 0));
  }

  /**
   * @throws IllegalArgumentException if the bounds are not a range, or parts contradict each other
   */
  public NumberShape {
    if (min.isPresent() && max.isPresent() && min.getAsDouble() >= max.getAsDouble()) {
      throw new IllegalArgumentException(
          "clip.min %s is not below clip.max %s".formatted(min.getAsDouble(), max.getAsDouble()));
    }
    if (log && max.isPresent() && max.getAsDouble() <= 0) {
      throw new IllegalArgumentException(
          "log counts what is below 0 as 0, and clip.max %s leaves nothing above"
              .formatted(max.getAsDouble()));
    }
    if (buckets.any() && log) {
      throw new IllegalArgumentException(
          "log and buckets: the same buckets come of the number itself; leave log out and write the"
              + " bounds in the number's own unit");
    }
    if (buckets.any() && scale != Scale.NONE) {
      throw new IllegalArgumentException(
          "scale = %s and buckets: a bucket has no scale; keep one of the two"
              .formatted(scale.word()));
    }
  }

  /** Whether the model reads bins as levels. */
  public boolean isLevels() {
    return buckets.any() && !buckets.asNumber();
  }

  /** Whether the number is clipped. */
  public boolean clips() {
    return min.isPresent() || max.isPresent();
  }
}
