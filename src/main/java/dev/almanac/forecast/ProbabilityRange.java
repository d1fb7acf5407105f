package dev.almanac.forecast;

/**
 * Checks that probabilities are within 0 to 1, up to rounding: a document may declare any number as
 * a probability. The sum of a row's probabilities is not checked, because a model with one
 * coefficient table per label does not guarantee a sum of 1.
 */
public final class ProbabilityRange {
  /** Permitted distance of a probability from the range 0 to 1. */
  public static final double ROUNDING = 1e-9;

  /** The reject message for a probability below the range. */
  public static final String BELOW = "a probability below 0";

  /** The reject message for a probability above the range. */
  public static final String ABOVE = "a probability above 1";

  private ProbabilityRange() {}

  /**
   * The problem with the probabilities of a row; empty if there is none. Numbers that are not
   * finite are reported first, in the same order in all engines.
   */
  static String problem(double[] probabilities) {
    boolean fine = true;
    for (double probability : probabilities) {
      fine &= probability >= -ROUNDING && probability <= 1 + ROUNDING;
    }
    return fine ? "" : named(probabilities);
  }

  private static String named(double[] probabilities) {
    for (double required :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      for (double probability : probabilities) {
        if (Double.compare(probability, required) == 0) {
          return String.valueOf(required);
        }
      }
    }
    for (double probability : probabilities) {
      if (probability < 0 - ROUNDING) {
        return BELOW;
      }
    }
    return ABOVE;
  }
}
