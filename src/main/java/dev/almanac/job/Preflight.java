package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.pmml.ExportPreflight;
import java.util.List;

/** What can be known to fail before any data is read, and before Spark is started. */
public final class Preflight {
  private Preflight() {}

  /**
   * Refuses a job whose model could not be exported with the same meaning.
   *
   * @throws AlmanacException {@code NOT_EXPORTABLE} with every problem
   */
  public static void requireExportable(JobSpec job) {
    List<String> problems = ExportPreflight.problems(job.train());
    if (!problems.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.NOT_EXPORTABLE,
          "what job %s would train cannot be exported to PMML with the same meaning:%n  %s"
              .formatted(job.model(), String.join(System.lineSeparator() + "  ", problems)));
    }
  }
}
