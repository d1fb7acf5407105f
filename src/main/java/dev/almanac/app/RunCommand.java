package dev.almanac.app;

import dev.almanac.config.LoadedJob;
import dev.almanac.job.ScoreResult;
import dev.almanac.job.TrainResult;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code almanac run}: trains a version and scores with it. */
@Command(
    name = "run",
    header = "Train and score: from a table to forecasts.",
    description =
        "Train, then score with the version that was just published: from a table to forecasts that"
            + " can be looked up. If the model misses its gate, or somebody moves the alias during"
            + " the training, nothing is scored and the last forecasts stay.",
    footer = {
      "",
      "Examples:",
      "  almanac run jobs/flight-delay.conf",
      "  almanac run jobs/weather.conf --run-date 2015-06-01 --json"
    })
final class RunCommand extends JobCommand {
  RunCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    LoadedJob loaded = load();
    TrainResult trained;
    ScoreResult scored;
    JobSession session = open("run", loaded);
    RunFormatter summary = new RunFormatter(surroundings(), session.run());
    try (session) {
      session.scoreJob().requireTables(loaded.job(), session.run());
      trained = session.trainJob().run(loaded.job(), session.run());
      scored = session.scoreJob().run(loaded.job(), trained.version(), session.run());
    }
    Map<String, Object> json = new LinkedHashMap<>(RunFormatter.json(trained));
    json.putAll(summary.json(scored));
    output()
        .result(
            RunFormatter.text(loaded.job(), trained)
                + System.lineSeparator()
                + summary.text(scored),
            json);
    return 0;
  }
}
