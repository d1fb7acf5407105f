package dev.almanac.core;

import java.util.Objects;

/**
 * The version of the same model that a version was made to follow.
 *
 * @param number its number in the registry it was made in; a copy in another registry has another
 * @param runId the run that made it, which is the same everywhere
 */
public record ParentVersion(int number, RunId runId) {
  /** Checks that nothing is missing. */
  public ParentVersion {
    Objects.requireNonNull(runId, "runId");
  }

  @Override
  public String toString() {
    return "version " + number + " (run " + runId + ")";
  }
}
