package dev.almanac.app;

import dev.almanac.core.Text;
import dev.almanac.job.Backfill;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of a backfill: date range, model version policy and dry run. */
final class BackfillOptions {
  @Option(
      names = "--from",
      paramLabel = "DATE",
      converter = JobOptions.DateConverter.class,
      description = "Backfill: the first date.")
  private @Nullable LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      converter = JobOptions.DateConverter.class,
      description = "Backfill: the last date.")
  private @Nullable LocalDate to;

  @Option(
      names = "--dry-run",
      description = "Backfill: show which dates would be scored and why, and score none.")
  boolean dryRun;

  @Option(
      names = "--versions",
      paramLabel = "WHICH",
      description =
          "Backfill: today scores all dates with what the job's model is now; as-of each date with"
              + " what the alias pointed to when that date began (UTC). Default: today.")
  private @Nullable String versions;

  @Option(
      names = "--ignore-source",
      description = "Backfill: a date is not stale because its sources have changed since.")
  private boolean ignoreSource;

  /** Returns the backfill request; empty if no range is given. */
  Optional<Backfill.Request> request(BaseCommand command, JobOptions job) {
    if (from == null && to == null) {
      if (dryRun || versions != null || ignoreSource) {
        throw command.usage("--dry-run, --versions and --ignore-source need --from and --to");
      }
      return Optional.empty();
    }
    if (from == null || to == null) {
      throw command.usage("--from and --to go together");
    }
    if (job.runDate != null || job.runId != null) {
      throw command.usage(
          "--from and --to name the dates, and each has a run of its own: leave out --run-date and --run-id");
    }
    return Optional.of(
        new Backfill.Request(
            from,
            to,
            which(command),
            ignoreSource ? Backfill.Sources.IGNORED : Backfill.Sources.COMPARED));
  }

  private Backfill.Versions which(BaseCommand command) {
    if (versions == null || versions.equals("today")) {
      return Backfill.Versions.TODAY;
    }
    if (versions.equals("as-of")) {
      return Backfill.Versions.AS_OF;
    }
    throw command.usage(
        "--versions is today or as-of, not '%s'".formatted(Text.printable(versions)));
  }
}
