package dev.almanac.app;

import dev.almanac.config.LoadedJob;
import picocli.CommandLine.Command;

/** {@code almanac check}: validates and explains a job without reading data. */
@Command(
    name = "check",
    header = "Find mistakes and explain a job, without data.",
    description =
        "Read a job file, find every mistake that can be found without data, and explain what the"
            + " job would do. Starts no Spark and changes nothing.",
    footer = {"", "Example:", "  almanac check jobs/flight-delay.conf --run-date 2001-06-01"})
final class CheckCommand extends JobCommand {
  CheckCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    LoadedJob loaded = load();
    JobExplainer explanation =
        new JobExplainer(
            loaded,
            options().runDate == null ? loaded.job().runDate().orElse(null) : options().runDate);
    output().result(explanation.text(), explanation.json());
    return 0;
  }
}
