package dev.almanac.app;

import dev.almanac.config.ConfigLoader;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code almanac config}: prints the effective settings and their origins. */
@Command(
    name = "config",
    header = "What is in force, and where each value comes from.",
    description =
        "Print the effective configuration of a job, each value with its origin (file and line,"
            + " default, environment or command line). Secrets are masked. Starts no Spark.",
    footer = {
      "",
      "Examples:",
      "  almanac config jobs/flight-delay.conf",
      "  almanac config jobs/flight-delay.conf -D train.seed=7 --json"
    })
final class ConfigCommand extends BaseCommand {

  @Parameters(paramLabel = "JOB", description = "The job file, such as jobs/flight-delay.conf.")
  private @Nullable Path job;

  ConfigCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    ConfigLoader loader = platform().loader(surroundings());
    var view = loader.view(Objects.requireNonNull(job, "job"), platform().platformFile());
    warnOf(loader);
    output().result(view.text(), view.lines());
    return 0;
  }
}
