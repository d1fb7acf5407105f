package dev.almanac.app;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.RunId;
import dev.almanac.core.Text;
import dev.almanac.core.spec.JobSpec;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Options of job commands: job file, run date and run id. */
final class JobOptions {
  @Parameters(paramLabel = "JOB", description = "The job file, such as jobs/flight-delay.conf.")
  @Nullable Path job;

  @Option(
      names = "--run-date",
      paramLabel = "DATE",
      converter = DateConverter.class,
      description =
          "The date the run stands for, as 2001-06-01; default: run-date of the job file. Training"
              + " reads nothing of that day or later.")
  @Nullable LocalDate runDate;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      converter = RunIdConverter.class,
      description =
          "Names this execution, for schedulers that have an id; each try needs its own. Default: a"
              + " fresh one.")
  @Nullable RunId runId;

  Path job() {
    if (job == null) {
      throw new IllegalStateException("picocli lets no command run without its parameter");
    }
    return job;
  }

  LocalDate runDate(JobSpec spec) {
    if (runDate != null) {
      return runDate;
    }
    return spec.runDate()
        .orElseThrow(
            () ->
                new AlmanacException(
                    ErrorCode.BAD_OPTION,
                    "no run date: %s names none and there is no --run-date.%nGive the date the run stands for, such as --run-date 2001-06-01; it is never guessed from the clock, so that a late night stands for its own day."
                        .formatted(job())));
  }

  RunId runId(ProcessEnvironment surroundings) {
    return runId != null
        ? runId
        : RunId.fresh(surroundings.clock().instant(), surroundings.random());
  }

  /** Parses a date such as {@code 2001-06-01}. */
  static final class DateConverter implements ITypeConverter<LocalDate> {
    @Override
    public LocalDate convert(String text) {
      try {
        return LocalDate.parse(text);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "'" + Text.printable(text) + "' is not a date; write it as 2001-06-01");
      }
    }
  }

  /** Parses a run id. */
  static final class RunIdConverter implements ITypeConverter<RunId> {
    @Override
    public RunId convert(String text) {
      try {
        return new RunId(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
