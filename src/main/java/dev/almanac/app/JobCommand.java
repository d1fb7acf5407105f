package dev.almanac.app;

import dev.almanac.config.ConfigLoader;
import dev.almanac.config.LoadedJob;
import dev.almanac.core.AlmanacException;
import dev.almanac.job.Preflight;
import dev.almanac.job.QueryPreflight;
import java.time.LocalDate;
import picocli.CommandLine.Mixin;

/** Base class of commands that take a job file. */
abstract class JobCommand extends BaseCommand {
  @Mixin private final JobOptions options = new JobOptions();

  JobCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  final JobOptions options() {
    return options;
  }

  /**
   * Loads and validates the settings and the job; reports every error that is detectable without
   * Spark.
   */
  final LoadedJob load() {
    ConfigLoader loader = platform().loader(surroundings());
    LoadedJob loaded = loader.load(options.job(), platform().platformFile());
    warnOf(loader);
    inForce(loaded.platform());
    redactBy(loaded.secrets());
    try {
      Preflight.require(loaded.job(), loaded.platform(), loaded.places());
      QueryPreflight.require(loaded.job(), loaded.textPlaces());
    } catch (AlmanacException e) {
      throw new AlmanacException(e.code(), loaded.redactor().apply(String.valueOf(e.getMessage())));
    }
    return loaded;
  }

  final JobSession open(String command, LoadedJob loaded) {
    return JobSession.open(command, loaded, options, output(), surroundings());
  }

  final JobSession open(String command, LoadedJob loaded, LocalDate runDate) {
    return JobSession.open(command, loaded, options, runDate, output(), surroundings());
  }
}
