package dev.almanac.core;

import java.util.Objects;

/**
 * Result of one guard.
 *
 * @param subject the compared subject, such as a column; empty for the forecasts as a whole
 * @param value the measured value; NaN if it could not be measured
 * @param most the guard's limit
 * @param note further information, or empty: why the guard was not evaluated, or which keys changed
 */
public record GuardFinding(
    Guard guard, String subject, double value, double most, Verdict verdict, String note) {
  /** Verdict of a guard. */
  public enum Verdict {
    /** The value is within the limit. */
    HOLDS("holds"),
    /** The value exceeds the limit; the run continues with a warning. */
    WARNED("warned"),
    /** The value exceeds the limit; the run is held. */
    REFUSED("refused"),
    /** Not evaluated: no reference, or too few rows. */
    NOT_JUDGED("not-judged");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    /** The name in commits and reports. */
    public String word() {
      return word;
    }
  }

  /** Checks that no part is null. */
  public GuardFinding {
    Objects.requireNonNull(guard, "guard");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(note, "note");
  }
}
