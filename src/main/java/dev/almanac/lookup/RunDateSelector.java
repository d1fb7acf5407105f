package dev.almanac.lookup;

import java.time.LocalDate;

/** Selector of a run date for a lookup. */
public sealed interface RunDateSelector {
  /** The newest run date of the table; it may not be the one written last. */
  record Newest() implements RunDateSelector {}

  /** Exactly this run date. */
  record On(LocalDate date) implements RunDateSelector {}

  /** The newest run date of the table on or before this date. */
  record AsOf(LocalDate date) implements RunDateSelector {}
}
