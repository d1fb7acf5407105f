package dev.almanac.core.spec;

/**
 * What is decided from the probabilities of a binary model: positive at or above the threshold.
 * Kept out of the model itself, since PMML export drops Spark's thresholds without a word.
 */
public record DecisionSpec(double threshold) {
  /** The middle: the more probable label. */
  public static final DecisionSpec MIDDLE = new DecisionSpec(0.5);

  /**
   * @throws IllegalArgumentException unless it is a probability
   */
  public DecisionSpec {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("a threshold is 0 to 1, not " + threshold);
    }
  }
}
