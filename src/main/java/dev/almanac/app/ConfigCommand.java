package dev.almanac.app;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code almanac config}: what is in force, and where each value comes from. */
@Command(
    name = "config",
    description =
        "Print the effective configuration of a job, each value with its origin (file and line,"
            + " default, environment or command line). Secrets are masked. Starts no Spark.",
    footer = {
      "",
      "Examples:",
      "  almanac config jobs/flight-delay.conf",
      "  almanac config jobs/flight-delay.conf -D train.seed=7 --json"
    })
final class ConfigCommand implements Callable<Integer>, Speaking {
  private final Surroundings surroundings;

  @Mixin private final OutputOptions speech = new OutputOptions();
  @Mixin private final PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "JOB", description = "The job file, such as jobs/flight-delay.conf.")
  private @Nullable Path job;

  @Spec private @Nullable CommandSpec spec;

  ConfigCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public OutputOptions speech() {
    return speech;
  }

  @Override
  public Integer call() {
    var view =
        platform
            .loader(surroundings)
            .view(Objects.requireNonNull(job, "job"), platform.platformFile());
    Output.of(spec, speech).result(view.text(), view.lines());
    return 0;
  }
}
