package dev.almanac.core;

/**
 * How a model must stand beside the champion on the same rows.
 *
 * @param worseBy by how much it may be worse, in the measure's own unit; below 0 it must be better
 *     by that much
 * @param confidence of the interval of the difference
 * @param judge what of the difference must keep the bound
 */
public record ChampionRule(double worseBy, double confidence, Judge judge) {
  /** What of a difference is held against its bound. */
  public enum Judge {
    /** The difference that was measured. */
    DIFFERENCE("difference"),
    /** The end of the interval at which the model is worst: refused unless it is shown to hold. */
    PESSIMISTIC("pessimistic"),
    /** The end at which it is best: refused only if it is shown not to hold. */
    OPTIMISTIC("optimistic");

    private final String word;

    Judge(String word) {
      this.word = word;
    }

    /** The word in job files and manifests. */
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
