package dev.almanac.core;

/** What is done with a row whose category did not occur in training. */
public enum UnseenPolicy {
  /** The row is not scored; it goes to the rejects with a reason. */
  REJECT("reject"),
  /** All unseen levels share one level of their own. */
  LEVEL("level");

  private final String word;

  UnseenPolicy(String word) {
    this.word = word;
  }

  /** The word in job files and manifests. */
  public String word() {
    return word;
  }
}
