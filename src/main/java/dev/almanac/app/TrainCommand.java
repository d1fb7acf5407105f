package dev.almanac.app;

import dev.almanac.config.LoadedJob;
import dev.almanac.job.TrainResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code almanac train}: trains, evaluates and registers a version. */
@Command(
    name = "train",
    header = "Train, judge, prove and publish a version.",
    description =
        "Train a model on what was known before the run date, judge it on a holdout, export it to"
            + " PMML, prove that the export means the same, and publish it as the next version.",
    footer = {
      "",
      "Examples:",
      "  almanac train jobs/flight-delay.conf",
      "  almanac train jobs/flight-delay.conf --run-date 2001-06-01 -D train.seed=7",
      "  almanac train jobs/flight-delay.conf -D alias=challenger",
      "  almanac train jobs/flight-delay.conf --dry-run",
      "",
      "Exit code 5: the model missed its gate or its parity; the ledger keeps why.",
      "Exit code 6: the version is registered, and the alias was moved by somebody else during the",
      "training, so it was left as it is."
    })
final class TrainCommand extends JobCommand {
  @Option(
      names = "--dry-run",
      description =
          "Find the sources, resolve the features, count the rows (of sources up to 2 GiB) and say"
              + " what the training would do; write nothing.")
  private boolean dryRun;

  TrainCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    LoadedJob loaded = load();
    if (dryRun) {
      return plan(loaded);
    }
    TrainResult result;
    JobSession session = open("train", loaded);
    try (session) {
      result = session.trainJob().run(loaded.job(), session.run());
    }
    output().result(RunFormatter.text(loaded.job(), result), RunFormatter.json(result));
    return 0;
  }

  private int plan(LoadedJob loaded) {
    PlanFormatter text;
    JobSession session = open("plan", loaded);
    try (session) {
      text =
          new PlanFormatter(
              loaded, session.run(), session.trainPlanner().plan(loaded.job(), session.run()));
    }
    output().result(text.text(), text.json());
    return 0;
  }
}
