package dev.almanac.app;

import picocli.CommandLine.Command;

/** {@code almanac runs}: parent of the commands that show scoring runs. */
@Command(
    name = "runs",
    header = "Scoring runs and what became of them.",
    description =
        "The table of runs: who scored what, when, and what became of it. Starts no Spark.",
    subcommands = {RunsListCommand.class, RunsShowCommand.class},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  almanac runs list --table flight_delay --since 2001-06-01",
      "  almanac runs show 20010601t031500z-9f3c1a07be"
    })
final class RunsCommand {}
