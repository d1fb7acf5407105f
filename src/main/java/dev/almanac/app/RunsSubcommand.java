package dev.almanac.app;

import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.job.ForecastTables;
import dev.almanac.lookup.RunHistory;
import java.util.Map;
import java.util.OptionalLong;

/** Base class of commands on the table of runs. */
abstract class RunsSubcommand extends BaseCommand {
  RunsSubcommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  final RunHistory history() {
    return history(settings());
  }

  static RunHistory history(PlatformSpec settings) {
    return RunHistory.open(ForecastTables.location(settings, settings.runs()), Map.of());
  }

  static String count(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "-";
  }
}
