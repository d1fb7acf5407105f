package dev.almanac.core;

import java.util.Optional;
import java.util.stream.Stream;

/** How a scoring run ended, or what became of it since. */
public enum RunState {
  /** Its forecasts became visible. */
  PUBLISHED("published"),
  /** A guard refused; its forecasts are kept aside until somebody decides. */
  HELD("held"),
  /** It published nothing, because its date has no row and the job says that this may be so. */
  SKIPPED("skipped"),
  /** It published nothing, because a limit, the table or a person said so. */
  REFUSED("refused"),
  /** It published nothing, because something went wrong. */
  FAILED("failed"),
  /** It was published, and an earlier publication was made visible again in its place. */
  ROLLED_BACK("rolled-back");

  private final String word;

  RunState(String word) {
    this.word = word;
  }

  /** The word in the table of runs. */
  public String word() {
    return word;
  }

  /** The state of a word; empty if it is none that this release knows. */
  public static Optional<RunState> find(String word) {
    return Stream.of(values()).filter(state -> state.word().equals(word)).findFirst();
  }
}
