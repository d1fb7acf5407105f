package dev.almanac.app;

import picocli.CommandLine.Command;

/** {@code almanac forecasts}: parent of the commands that maintain forecast tables. */
@Command(
    name = "forecasts",
    header = "Keep a forecast table: roll back, copy, tidy.",
    description = "What is done to a forecast table besides scoring.",
    subcommands = {
      ForecastsRollbackCommand.class,
      ForecastsCopyCommand.class,
      ForecastsOptimizeCommand.class,
      ForecastsVacuumCommand.class
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  almanac forecasts rollback flight_delay --run-date 2001-06-01 --reason \"bad weather feed\"",
      "  almanac forecasts copy jobs/flight-delay.conf --run-date 2001-06-01",
      "  almanac forecasts optimize flight_delay",
      "  almanac forecasts vacuum flight_delay --retain 30"
    })
final class ForecastsCommand {}
