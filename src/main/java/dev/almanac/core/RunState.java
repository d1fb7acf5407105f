package dev.almanac.core;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a scoring run ended, or what became of it since. */
public enum RunState {
  /** Its forecasts became visible. */
  PUBLISHED,
  /** A guard refused; its forecasts are kept aside until somebody decides. */
  HELD,
  /** It published nothing, because a limit or a person said so. */
  REFUSED,
  /** It published nothing, because something went wrong. */
  FAILED,
  /** It was published, and an earlier publication was made visible again in its place. */
  ROLLED_BACK;

  /** The word in the table of runs. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The state of a word; empty if it is none that this release knows. */
  public static Optional<RunState> find(String word) {
    return Stream.of(values()).filter(state -> state.word().equals(word)).findFirst();
  }
}
