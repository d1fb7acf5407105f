package dev.almanac.core.spec;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Time window of the training rows.
 *
 * @param column a DATE or TIMESTAMP
 * @param days length of a rolling window in days before the run date; absent for a growing window
 * @param from start of a growing window (inclusive, UTC), which ends at the run date
 */
public record WindowSpec(String column, OptionalInt days, Optional<LocalDate> from) {
  /**
   * @throws IllegalArgumentException unless the window is either rolling or growing and has at
   *     least a day
   */
  public WindowSpec {
    if (days.isPresent() == from.isPresent()) {
      throw new IllegalArgumentException(
          "a window has either days (it rolls) or from (it grows), one of the two");
    }
    if (days.isPresent() && days.getAsInt() < 1) {
      throw new IllegalArgumentException("a window has at least 1 day, not " + days.getAsInt());
    }
  }

  /** The first day of the window for a run date; inclusive. */
  public LocalDate first(LocalDate runDate) {
    return days.isPresent() ? runDate.minusDays(days.getAsInt()) : from.orElseThrow();
  }
}
