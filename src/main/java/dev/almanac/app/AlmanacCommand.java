package dev.almanac.app;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** Root of the command tree. */
@Command(
    name = "almanac",
    description =
        "Forecasts worked out ahead of time: train on Spark, keep the model in a registry, score"
            + " whole tables, look the forecasts up.",
    subcommands = {
      RunCommand.class,
      TrainCommand.class,
      ScoreCommand.class,
      LookupCommand.class,
      ServeCommand.class,
      PublishCommand.class,
      RunsCommand.class,
      ForecastsCommand.class,
      CheckCommand.class,
      ConfigCommand.class,
      RegistryCommand.class,
      GenerateCompletion.class,
      HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "A first forecast:",
      "  almanac run jobs/flight-delay.conf",
      "  almanac lookup flight_delay flight_id=…        (the run prints a whole one)",
      "",
      "Every night:",
      "  almanac score jobs/flight-delay.conf --run-date 2001-06-02",
      "",
      "JDBC drivers and other libraries of Spark:",
      "  almanac --jars FILE,FILE… COMMAND              (of the launcher; spark-submit has the"
          + " same)",
      "",
      "Exit codes:",
      "  0 done                         5 refused by a gate, parity or guard",
      "  2 usage                        6 not found, or a conflict",
      "  3 config                       7 another system failed",
      "  4 data                        70 a bug in Almanac",
      "                               134 serve ran out of memory",
      "",
      "Completion: source <(almanac generate-completion)"
    })
final class AlmanacCommand {}
