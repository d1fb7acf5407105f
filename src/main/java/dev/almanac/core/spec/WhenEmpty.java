package dev.almanac.core.spec;

/** What becomes of a run whose date has no row to score. */
public enum WhenEmpty {
  /** It is an error: sources are expected to have rows of every date. */
  REFUSE("refuse"),
  /** The run ends well and publishes nothing, as on a holiday. */
  SKIP("skip");

  private final String word;

  WhenEmpty(String word) {
    this.word = word;
  }

  /** The word in job files. */
  public String word() {
    return word;
  }
}
