package dev.almanac.app;

import dev.almanac.config.LoadedJob;
import dev.almanac.job.ScoreResult;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code almanac score}. */
@Command(
    name = "score",
    description =
        "Score a full table with a registered version and publish the forecasts of the run date in"
            + " one Delta commit. Running it again for the same date gives the same table.",
    footer = {
      "",
      "Examples:",
      "  almanac score jobs/flight-delay.conf --run-date 2001-06-02",
      "  almanac score jobs/flight-delay.conf -D score.model=flight-delay:3",
      "  almanac score jobs/flight-delay.conf -D score.engine=jpmml --json",
      "",
      "Exit code 5: a guard held the publication back; the last one stays visible."
    })
final class ScoreCommand implements Callable<Integer>, Speaking {
  private final Surroundings surroundings;

  @Mixin private final OutputOptions speech = new OutputOptions();
  @Mixin private final PlatformOptions platform = new PlatformOptions();
  @Mixin private final JobOptions options = new JobOptions();
  @Spec private @Nullable CommandSpec spec;

  ScoreCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public OutputOptions speech() {
    return speech;
  }

  @Override
  public Integer call() {
    LoadedJob loaded = platform.loader(surroundings).load(options.job(), platform.platformFile());
    Output output = Output.of(spec, speech);
    ScoreResult result;
    JobSession session = JobSession.open("score", loaded, options, output, surroundings);
    RunSummary summary = new RunSummary(surroundings, session.run());
    try (session) {
      result = session.scoreJob().run(loaded.job(), session.run());
    }
    output.result(summary.text(result), summary.json(result));
    return 0;
  }
}
