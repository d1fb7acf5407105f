package dev.almanac.core.spec;

/** Policy for a run whose date has no rows to score. */
public enum WhenEmpty {
  /** The run fails: sources are expected to have rows for every date. */
  REFUSE("refuse"),
  /** The run succeeds and publishes nothing, as on a holiday. */
  SKIP("skip");

  private final String word;

  WhenEmpty(String word) {
    this.word = word;
  }

  /** The name in job files. */
  public String word() {
    return word;
  }
}
