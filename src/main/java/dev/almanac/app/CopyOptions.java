package dev.almanac.app;

import dev.almanac.job.ExportChoice;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the database export of commands that change visible forecasts without their job. */
final class CopyOptions {
  @Option(
      names = "--job",
      paramLabel = "JOB",
      description =
          "The job file whose publish.jdbc names the database that gets a copy; for a rollback also"
              + " the job whose forecasts take the place of another's (forecasts.take-over).")
  private @Nullable Path job;

  @Option(names = "--no-copy", description = "Leave the copy in the database as it is.")
  private boolean leftAlone;

  /** Returns the export choice. */
  ExportChoice copying(BaseCommand command) {
    if (job != null && leftAlone) {
      throw command.usage("--job and --no-copy do not go together");
    }
    return new ExportChoice(
        Optional.ofNullable(job)
            .map(file -> command.platform().loader(command.surroundings()).job(file)),
        leftAlone);
  }
}
