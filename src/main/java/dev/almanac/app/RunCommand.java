package dev.almanac.app;

import dev.almanac.config.LoadedJob;
import dev.almanac.job.Preflight;
import dev.almanac.job.ScoreResult;
import dev.almanac.job.TrainResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code almanac run}. */
@Command(
    name = "run",
    description =
        "Train, then score with the version that was just published: from a table to forecasts that"
            + " can be looked up. If the model misses its gate nothing is scored and the last"
            + " forecasts stay.",
    footer = {
      "",
      "Examples:",
      "  almanac run jobs/flight-delay.conf",
      "  almanac run jobs/weather.conf --run-date 2015-06-01 --json"
    })
final class RunCommand implements Callable<Integer>, Speaking {
  private final Surroundings surroundings;

  @Mixin private final OutputOptions speech = new OutputOptions();
  @Mixin private final PlatformOptions platform = new PlatformOptions();
  @Mixin private final JobOptions options = new JobOptions();
  @Spec private @Nullable CommandSpec spec;

  RunCommand(Surroundings surroundings) {
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
    Output output = Output.of(spec, speech);
    TrainResult trained;
    ScoreResult scored;
    JobSession session = JobSession.open("run", loaded, options, output, surroundings);
    RunSummary summary = new RunSummary(surroundings, session.run());
    try (session) {
      trained = session.trainJob().run(loaded.job(), session.run());
      scored = session.scoreJob().run(loaded.job(), trained.version(), session.run());
    }
    Map<String, Object> json = new LinkedHashMap<>(RunSummary.json(trained));
    json.putAll(summary.json(scored));
    output.result(
        RunSummary.text(loaded.job(), trained) + System.lineSeparator() + summary.text(scored),
        json);
    return 0;
  }
}
