package dev.almanac.core;

import java.util.Objects;

/**
 * The version of the same model that a version follows.
 *
 * @param number its number in the registry where it was created; a copy in another registry has
 *     another number
 * @param runId the run that created it; the same in every registry
 */
public record ParentVersion(int number, RunId runId) {
  /** Checks that no part is null. */
  public ParentVersion {
    Objects.requireNonNull(runId, "runId");
  }

  @Override
  public String toString() {
    return "version " + number + " (run " + runId + ")";
  }
}
