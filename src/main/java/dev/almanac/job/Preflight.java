package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.pmml.ExportPreflight;
import dev.almanac.training.TrainingPreflight;
import java.util.List;

/** What can be known to fail before any data is read, and before Spark is started. */
public final class Preflight {
  private Preflight() {}

  /**
   * Refuses a job whose model could not be trained, or not be exported with the same meaning.
   *
   * @throws AlmanacException {@code CONFIG_INVALID} or {@code NOT_EXPORTABLE} with every problem
   */
  public static void require(JobSpec job) {
    List<String> misfits = TrainingPreflight.problems(job.train());
    if (!misfits.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.CONFIG_INVALID,
          "job %s asks for what its algorithm cannot do:%n  %s"
              .formatted(job.model(), String.join(System.lineSeparator() + "  ", misfits)));
    }
    List<String> problems = ExportPreflight.problems(job.train());
    if (!problems.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.NOT_EXPORTABLE,
          "what job %s would train cannot be exported to PMML with the same meaning:%n  %s"
              .formatted(job.model(), String.join(System.lineSeparator() + "  ", problems)));
    }
  }
}
