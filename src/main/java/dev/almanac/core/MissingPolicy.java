package dev.almanac.core;

import java.util.Locale;

/** What is done with a row in which a field has no value. */
public enum MissingPolicy {
  /** The row is not scored; it goes to the rejects with a reason. In training it is left out. */
  REJECT,
  /** Numeric: the training mean stands in. */
  MEAN,
  /** Numeric: the training median stands in. */
  MEDIAN,
  /** Numeric: a number of the job file stands in. */
  CONSTANT,
  /** Categorical: missing is a level of its own. */
  LEVEL,
  /** Text: a text without any word stands in. */
  EMPTY;

  /** The word in job files and manifests. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
