package dev.almanac.core;

/** What is done with a row in which a field has no value. */
public enum MissingPolicy {
  /** The row is not scored; it goes to the rejects with a reason. In training it is left out. */
  REJECT("reject"),
  /** Numeric: the training mean stands in. */
  MEAN("mean"),
  /** Numeric: the training median stands in. */
  MEDIAN("median"),
  /** Numeric: a number of the job file stands in. */
  CONSTANT("constant"),
  /** Categorical: missing is a level of its own. */
  LEVEL("level"),
  /** Text: a text without any word stands in. */
  EMPTY("empty");

  private final String word;

  MissingPolicy(String word) {
    this.word = word;
  }

  /** The word in job files and manifests. */
  public String word() {
    return word;
  }
}
