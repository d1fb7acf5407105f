package dev.almanac.app;

import picocli.CommandLine.Command;

/** {@code almanac registry}: what is kept, and where the aliases point. */
@Command(
    name = "registry",
    header = "Models, versions, aliases.",
    description = "The models, their versions and aliases. Starts no Spark.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RegistryListCommand.class,
      RegistryShowCommand.class,
      RegistryAliasCommand.class
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  almanac registry list",
      "  almanac registry show flight-delay",
      "  almanac registry alias flight-delay champion 3 --reason \"better on the June holdout\""
    })
final class RegistryCommand {}
