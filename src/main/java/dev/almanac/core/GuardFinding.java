package dev.almanac.core;

import java.util.Objects;

/**
 * What one guard found.
 *
 * @param subject what was compared, such as a column; empty for the forecasts as a whole
 * @param value what was measured; NaN if nothing could be
 * @param most what the guard allows
 * @param note what a person needs besides, or empty: why nothing was judged, which keys moved
 */
public record GuardFinding(
    Guard guard, String subject, double value, double most, Verdict verdict, String note) {
  /** What follows from it. */
  public enum Verdict {
    /** It is within the limit. */
    HOLDS("holds"),
    /** It is beyond, and told. */
    WARNED("warned"),
    /** It is beyond, and the run is held. */
    REFUSED("refused"),
    /** There was nothing to compare with, or too little. */
    NOT_JUDGED("not-judged");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    /** The word in commits and reports. */
    public String word() {
      return word;
    }
  }

  /** Checks that nothing is missing. */
  public GuardFinding {
    Objects.requireNonNull(guard, "guard");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(note, "note");
  }
}
