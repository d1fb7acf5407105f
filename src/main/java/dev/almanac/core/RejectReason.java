package dev.almanac.core;

/** Why a row got no forecast. The names are the reason codes of the rejects table. */
public enum RejectReason {
  /** A field whose policy is {@code missing = reject} is null. */
  MISSING_VALUE,
  /** A level that training did not see, and the field's policy is {@code unseen = reject}. */
  UNSEEN_LEVEL,
  /** A number that is NaN or infinite. */
  NOT_A_NUMBER,
  /** A text longer than {@link Field#LONGEST_TEXT}. */
  TEXT_TOO_LONG,
  /** The engine refused the row. */
  ENGINE_REFUSED,
  /**
   * The engine answered with no number or label, with a number that is NaN or infinite, or with a
   * probability outside of 0 to 1.
   */
  NO_FORECAST
}
