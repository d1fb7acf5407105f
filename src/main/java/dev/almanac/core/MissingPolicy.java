package dev.almanac.core;

/** Policy for a row in which a field is null. */
public enum MissingPolicy {
  /** The row is rejected with a reason; training drops it. */
  REJECT("reject"),
  /** Numeric: null is replaced by the training mean. */
  MEAN("mean"),
  /** Numeric: null is replaced by the training median. */
  MEDIAN("median"),
  /** Numeric: null is replaced by a constant of the job file. */
  CONSTANT("constant"),
  /** Categorical: null is a level of its own. */
  LEVEL("level"),
  /** Text: null is replaced by a text without words. */
  EMPTY("empty");

  private final String word;

  MissingPolicy(String word) {
    this.word = word;
  }

  /** The name in job files and manifests. */
  public String word() {
    return word;
  }
}
