package dev.almanac.core;

import java.util.Optional;
import java.util.stream.Stream;

/** State of a scoring run. */
public enum RunState {
  /** Its forecasts are visible. */
  PUBLISHED("published"),
  /** A guard stopped the run; its forecasts wait for an operator's decision. */
  HELD("held"),
  /** Nothing was published: the run date has no rows, and the job allows that. */
  SKIPPED("skipped"),
  /** Nothing was published, because of a limit, the table or an operator. */
  REFUSED("refused"),
  /** Nothing was published, because of an error. */
  FAILED("failed"),
  /** The run was published, and an earlier publication has replaced it again. */
  ROLLED_BACK("rolled-back");

  private final String word;

  RunState(String word) {
    this.word = word;
  }

  /** The name in the runs table. */
  public String word() {
    return word;
  }

  /** The state with this name; empty if this release does not know it. */
  public static Optional<RunState> find(String word) {
    return Stream.of(values()).filter(state -> state.word().equals(word)).findFirst();
  }
}
