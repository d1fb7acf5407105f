package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.JobSpec;
import java.util.Optional;
import java.util.function.Function;

/**
 * What somebody who makes forecasts visible without a job file says of their copy in a database.
 *
 * @param job the job that names the database
 * @param leftAlone whether the copy is to stay as it is
 */
public record ExportChoice(Optional<JobSpec> job, boolean leftAlone) {
  /** Nothing is said. */
  public static final ExportChoice UNSAID = new ExportChoice(Optional.empty(), false);

  /**
   * The job to copy by, if there is something to copy. Asked before anything is made visible: or
   * table and copy would say different things, and nobody would know.
   *
   * @param copiedTo where the forecasts that are visible, or are to be, are copied to; empty if
   *     they are not
   * @param location where the forecast table stands
   * @param jobs where that of a job does
   * @throws AlmanacException BAD_OPTION if nothing is said of a copy that there is, or a job of
   *     something else is named
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
