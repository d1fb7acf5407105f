package dev.almanac.forecast;

/**
 * Which numbers are probabilities: those from 0 to 1, give or take rounding. A document may say
 * that any number is one. That the probabilities of a row add up to 1 is not asked for: a model
 * with one table of coefficients for each label has no such promise.
 */
public final class ProbabilityRange {
  /** How far a probability may be outside of 0 to 1. */
  public static final double ROUNDING = 1e-9;

  /** Why a row is rejected that has a smaller one. */
  public static final String BELOW = "a probability below 0";

  /** Why a row is rejected that has a larger one. */
  public static final String ABOVE = "a probability above 1";

  private ProbabilityRange() {}

  /**
   * What is wrong with the probabilities of a row; empty if nothing is. What is no finite number
   * comes first, in the same order in all engines.
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
