package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.JobSpec;
import java.util.Optional;
import java.util.function.Function;

/**
 * Choice of the export for an approval or rollback without a job file.
 *
 * @param job the job that names the database
 * @param leftAlone whether the exported table must remain unchanged
 */
public record ExportChoice(Optional<JobSpec> job, boolean leftAlone) {
  /** No choice. */
  public static final ExportChoice UNSAID = new ExportChoice(Optional.empty(), false);

  /**
   * The job for the export, if there is one. Called before forecasts become visible: otherwise
   * table and export would differ silently.
   *
   * @param copiedTo the export target of the forecasts that are visible or will be; empty if there
   *     is none
   * @param location of the forecast table
   * @param jobs finds the location of a job's table
   * @throws AlmanacException BAD_OPTION if there is an export target and no choice, or the job
   *     names no database or publishes to another table
   */
  Optional<JobSpec> of(Optional<String> copiedTo, String location, Function<JobSpec, String> jobs) {
    if (leftAlone) {
      return Optional.empty();
    }
    if (job.isEmpty()) {
      copiedTo.ifPresent(
          table -> {
            throw new AlmanacException(
                ErrorCode.BAD_OPTION,
                "the forecasts of %s are copied to %s, and only their job file says how.\nNothing was changed. Name it with --job, or leave the copy as it is with --no-copy."
                    .formatted(location, table));
          });
      return Optional.empty();
    }
    boolean takesOver = job.get().forecasts().takeOver().isPresent();
    if (job.get().copy().isEmpty() && !(takesOver && copiedTo.isEmpty())) {
      throw new AlmanacException(
          ErrorCode.BAD_OPTION,
          "job %s names no database.\nNothing was changed. Write publish.jdbc into it, or leave --job out."
              .formatted(job.get().model()));
    }
    String other = jobs.apply(job.get());
    if (!other.equals(location)) {
      throw new AlmanacException(
          ErrorCode.BAD_OPTION,
          "job %s publishes to %s, not to %s.\nNothing was changed. Name the job of this table with --job."
              .formatted(job.get().model(), other, location));
    }
    return job.filter(spec -> spec.copy().isPresent());
  }
}
