package dev.almanac.core.spec;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which part of the past a model is trained on.
 *
 * @param column a DATE or TIMESTAMP
 * @param days a rolling window: the days before the run date; absent means growing
 * @param from a growing window: everything from this date (inclusive, UTC) to the run date
 */
public record WindowSpec(String column, OptionalInt days, Optional<LocalDate> from) {
  /**
   * @throws IllegalArgumentException unless it is either rolling or growing, over at least a day
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

  /** The first day of the window for a run that stands for a date; inclusive. */
  public LocalDate first(LocalDate runDate) {
    return days.isPresent() ? runDate.minusDays(days.getAsInt()) : from.orElseThrow();
  }
}
