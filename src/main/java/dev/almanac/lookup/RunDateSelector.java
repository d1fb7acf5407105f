package dev.almanac.lookup;

import java.time.LocalDate;

/** Which run date's forecast is wanted. */
public sealed interface RunDateSelector {
  /** The newest run date of the table, whichever was written last. */
  record Newest() implements RunDateSelector {}

  /** This run date and no other. */
  record On(LocalDate date) implements RunDateSelector {}

  /** The newest run date of the table that is this date or an earlier one. */
  record AsOf(LocalDate date) implements RunDateSelector {}
}
