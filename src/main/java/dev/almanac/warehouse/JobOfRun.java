package dev.almanac.warehouse;

import dev.almanac.core.RunId;
import java.util.Optional;

/** The job of a run whose commit does not name it, such as the table of runs has it. */
public interface JobOfRun {
  /** The job's name; empty if the run is not known. */
  Optional<String> find(RunId run);
}
