package dev.almanac.app;

import dev.almanac.config.LoadedJob;
import dev.almanac.job.Preflight;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code almanac check}. */
@Command(
    name = "check",
    description =
        "Read a job file, find every mistake that can be found without data, and explain what the"
            + " job would do. Starts no Spark and changes nothing.",
    footer = {"", "Example:", "  almanac check jobs/flight-delay.conf --run-date 2001-06-01"})
final class CheckCommand implements Callable<Integer>, Speaking {
  private final Surroundings surroundings;

  @Mixin private final OutputOptions speech = new OutputOptions();
  @Mixin private final PlatformOptions platform = new PlatformOptions();
  @Mixin private final JobOptions options = new JobOptions();
  @Spec private @Nullable CommandSpec spec;

  CheckCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public OutputOptions speech() {
    return speech;
  }

  @Override
  public Integer call() {
    LoadedJob loaded = platform.loader(surroundings).load(options.job(), platform.platformFile());
    Preflight.require(loaded.job());
    Explanation explanation =
        new Explanation(
            loaded,
            options.runDate == null ? loaded.job().runDate().orElse(null) : options.runDate);
    Output.of(spec, speech).result(explanation.text(), explanation.json());
    return 0;
  }
}
