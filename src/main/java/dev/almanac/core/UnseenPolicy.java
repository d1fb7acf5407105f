package dev.almanac.core;

/** Policy for a row whose category is not in the training data. */
public enum UnseenPolicy {
  /** The row is rejected with a reason. */
  REJECT("reject"),
  /** All unseen levels share one additional level. */
  LEVEL("level");

  private final String word;

  UnseenPolicy(String word) {
    this.word = word;
  }

  /** The name in job files and manifests. */
  public String word() {
    return word;
  }
}
