package dev.almanac.core.spec;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What is made of a number, once a missing one was filled in: it is kept within bounds, then its
 * logarithm is taken, then it is put into a bucket or scaled.
 *
 * @param min what is below counts as this
 * @param max what is above counts as this
 * @param log whether ln(1 + x) takes the number's place, with what is below 0 counted as 0
 * @param scale how it is brought to a scale of its own
 * @param buckets what is between which bounds is told apart; no bucket tells less
 */
public record NumberShape(
    OptionalDouble min, OptionalDouble max, boolean log, Scale scale, Buckets buckets) {
  /** The number as it is. */
  public static final NumberShape AS_IS =
      new NumberShape(
          OptionalDouble.empty(), OptionalDouble.empty(), false, Scale.NONE, Buckets.NONE);

  /** How a number is scaled, by what the training rows have. */
  public enum Scale {
    /** Not at all. */
    NONE("none"),
    /** Less the mean, by the standard deviation. */
    STANDARD("standard"),
    /** From 0 for the smallest to 1 for the largest. */
    MIN_MAX("min-max"),
    /** By the largest without its sign. */
    MAX_ABS("max-abs");

    private final String word;

    Scale(String word) {
      this.word = word;
    }

    /** The word in job files. */
    public String word() {
      return word;
    }
  }

  /**
   * Ranges of a number, each from its lower bound on and below its upper one; the first and the
   * last are open.
   *
   * @param bounds between the ranges, ascending; empty if {@code quantiles} finds them
   * @param quantiles how many ranges of about as many training rows there are; 0 if the bounds say
   * @param asNumber whether the range's number, from 0, is a number to the model; otherwise each
   *     range is a level
   */
  public record Buckets(List<Double> bounds, int quantiles, boolean asNumber) {
    /** The number is not put into ranges. */
    public static final Buckets NONE = new Buckets(List.of(), 0, false);

    /** The most ranges there may be: each is a comparison, and a column of a linear model. */
    public static final int MOST = 100;

    /**
     * @throws IllegalArgumentException if the bounds do not ascend, or there are too many ranges
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

    /** Whether there are ranges. */
    public boolean any() {
      return quantiles > 0 || !bounds.isEmpty();
    }
  }

  /** Whether what comes out is never below 0, whatever number goes in. */
  public boolean isNeverNegative() {
    boolean unscaled = scale == Scale.NONE || scale == Scale.MAX_ABS;
    return buckets.any() || (unscaled && (log || min.orElse(-1) >= 0));
  }

  /**
   * @throws IllegalArgumentException if the bounds are no range, or a part undoes another
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

  /** Whether the model reads ranges as levels. */
  public boolean isLevels() {
    return buckets.any() && !buckets.asNumber();
  }

  /** Whether the number is kept within bounds. */
  public boolean clips() {
    return min.isPresent() || max.isPresent();
  }
}
