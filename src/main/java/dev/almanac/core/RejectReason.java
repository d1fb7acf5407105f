package dev.almanac.core;

/** Reason why a row has no forecast. The names are the reason codes of the rejects table. */
public enum RejectReason {
  /** A field whose policy is {@code missing = reject} is null. */
  MISSING_VALUE,
  /**
   * A level that is not in the training data, in a field whose policy is {@code unseen = reject}.
   */
  UNSEEN_LEVEL,
  /** A number that is NaN or infinite. */
  NOT_A_NUMBER,
  /** A text longer than {@link Field#LONGEST_TEXT}. */
  TEXT_TOO_LONG,
  /** The scoring engine refused the row. */
  ENGINE_REFUSED,
  /**
   * The engine returned no number or label, NaN, an infinite number, or a probability outside of 0
   * to 1.
   */
  NO_FORECAST
}
