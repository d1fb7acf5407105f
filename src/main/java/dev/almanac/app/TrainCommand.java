package dev.almanac.app;

import dev.almanac.config.LoadedJob;
import dev.almanac.job.Preflight;
import dev.almanac.job.TrainResult;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code almanac train}. */
@Command(
    name = "train",
    description =
        "Train a model on what was known before the run date, judge it on a holdout, export it to"
            + " PMML, prove that the export means the same, and publish it as the next version.",
    footer = {
      "",
      "Examples:",
      "  almanac train jobs/flight-delay.conf",
      "  almanac train jobs/flight-delay.conf --run-date 2001-06-01 -D train.seed=7",
      "  almanac train jobs/flight-delay.conf -D alias=challenger",
      "",
      "Exit code 5: the model missed its gate or its parity; the ledger keeps why."
    })
final class TrainCommand implements Callable<Integer>, Speaking {
  private final Surroundings surroundings;

  @Mixin private final OutputOptions speech = new OutputOptions();
  @Mixin private final PlatformOptions platform = new PlatformOptions();
  @Mixin private final JobOptions options = new JobOptions();
  @Spec private @Nullable CommandSpec spec;

  TrainCommand(Surroundings surroundings) {
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
    TrainResult result;
    JobSession session = JobSession.open("train", loaded, options, output, surroundings);
    try (session) {
      result = session.trainJob().run(loaded.job(), session.run());
    }
    output.result(RunSummary.text(loaded.job(), result), RunSummary.json(result));
    return 0;
  }
}
