package dev.almanac.warehouse;

import dev.almanac.core.RunId;
import java.util.Optional;

/** Lookup of a run's job for commits that do not name it, such as in the runs table. */
public interface JobOfRun {
  /** The job's name; empty if the run is unknown. */
  Optional<String> find(RunId run);
}
