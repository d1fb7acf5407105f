package dev.almanac.core;

/**
 * Limit on how much worse than the champion a model may be on the same rows.
 *
 * @param worseBy the largest allowed regression, in the metric's own unit; negative requires an
 *     improvement of that size
 * @param confidence confidence level of the difference's interval
 * @param judge which value of the difference is compared with the limit
 */
public record ChampionRule(double worseBy, double confidence, Judge judge) {
  /** Which value of a difference is compared with the limit. */
  public enum Judge {
    /** The point estimate. */
    DIFFERENCE("difference"),
    /** The worse end of the interval: the model fails unless the limit is shown to hold. */
    PESSIMISTIC("pessimistic"),
    /** The better end of the interval: the model fails only if the limit is shown not to hold. */
    OPTIMISTIC("optimistic");

    private final String word;

    Judge(String word) {
      this.word = word;
    }

    /** The name in job files and manifests. */
    public String word() {
      return word;
    }
  }

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public ChampionRule {
    if (!Double.isFinite(worseBy)) {
      throw new IllegalArgumentException("worse-by is a number, not " + worseBy);
    }
    if (!(confidence >= 0.5 && confidence <= 0.99)) {
      throw new IllegalArgumentException("confidence is 0.5 to 0.99, not " + confidence);
    }
  }
}
