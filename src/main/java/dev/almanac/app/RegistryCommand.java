package dev.almanac.app;

import picocli.CommandLine.Command;

/** {@code almanac registry}: parent of the commands that show and change the registry. */
@Command(
    name = "registry",
    header = "Models, versions, aliases and their history.",
    description = "The models, their versions, aliases and history. Starts no Spark.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RegistryListCommand.class,
      RegistryShowCommand.class,
      RegistryHistoryCommand.class,
      RegistryResolveCommand.class,
      RegistryDiffCommand.class,
      RegistryAliasCommand.class,
      RegistryUnaliasCommand.class,
      RegistryRollbackCommand.class,
      RegistryTagCommand.class,
      RegistryUntagCommand.class,
      RegistryNoteCommand.class,
      RegistryWithdrawCommand.class,
      RegistryRestoreCommand.class,
      RegistryVerifyCommand.class,
      RegistryCleanCommand.class,
      RegistryCopyCommand.class,
      RegistryExportCommand.class
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  almanac registry list",
      "  almanac registry show flight-delay",
      "  almanac registry resolve flight-delay@champion?at=2026-05-01",
      "  almanac registry alias flight-delay champion 3 --reason \"better on the June holdout\"",
      "  almanac registry rollback flight-delay champion --reason \"3 drifts\"",
      "  almanac registry verify"
    })
final class RegistryCommand {}
