package dev.almanac.app;

import dev.almanac.config.LoadedJob;
import dev.almanac.job.ScoreResult;
import picocli.CommandLine.Command;

/** {@code almanac score}. */
@Command(
    name = "score",
    header = "Score a table, publish the forecasts of a date.",
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
final class ScoreCommand extends JobCommand {
  ScoreCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    LoadedJob loaded = load();
    ScoreResult result;
    JobSession session = open("score", loaded);
    RunSummary summary = new RunSummary(surroundings(), session.run());
    try (session) {
      result = session.scoreJob().run(loaded.job(), session.run());
    }
    output().result(summary.text(result), summary.json(result));
    return 0;
  }
}
