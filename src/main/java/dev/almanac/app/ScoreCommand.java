package dev.almanac.app;

import dev.almanac.config.LoadedJob;
import dev.almanac.job.Backfill;
import dev.almanac.job.ScoreResult;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code almanac score}: scores a table and publishes the forecasts. */
@Command(
    name = "score",
    header = "Score a table, publish the forecasts of a date.",
    description =
        "Score a full table with a registered version and publish the forecasts of the run date in"
            + " one Delta commit. Running it again for the same date gives the same table. With --from"
            + " and --to: the dates in between that have no forecasts, or those of another version or"
            + " of sources that changed since; the same command again goes on where it ended.",
    footer = {
      "",
      "Examples:",
      "  almanac score jobs/flight-delay.conf --run-date 2001-06-02",
      "  almanac score jobs/flight-delay.conf -D score.model=flight-delay:3",
      "  almanac score jobs/flight-delay.conf -D score.engine=jpmml --json",
      "  almanac score jobs/flight-delay.conf --from 2001-05-01 --to 2001-05-31 --dry-run",
      "",
      "Exit code 5: a guard held the publication back; the last one stays visible."
    })
final class ScoreCommand extends JobCommand {
  @Mixin private final BackfillOptions backfill = new BackfillOptions();

  ScoreCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    Optional<Backfill.Request> range = backfill.request(this, options());
    LoadedJob loaded = load();
    if (range.isPresent()) {
      return new BackfillRun(this, backfill.dryRun).run(loaded, range.get());
    }
    ScoreResult result;
    JobSession session = open("score", loaded);
    RunFormatter summary = new RunFormatter(surroundings(), session.run());
    try (session) {
      result = session.scoreJob().run(loaded.job(), session.run());
    }
    output().result(summary.text(result), summary.json(result));
    return 0;
  }
}
