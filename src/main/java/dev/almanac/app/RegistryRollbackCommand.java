package dev.almanac.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code almanac registry rollback}: reverts the last move of an alias. */
@Command(
    name = "rollback",
    header = "Point an alias to where it pointed before.",
    description =
        "Take back an alias's last move. Doing it again goes further back; versions that were"
            + " withdrawn since are passed over. Forecasts that are published already stay.",
    footer = {
      "",
      "Examples:",
      "  almanac registry rollback flight-delay champion --reason \"3 drifts\"",
      "  almanac registry rollback flight-delay champion --expect 3 --reason \"3 drifts\""
    })
final class RegistryRollbackCommand extends RegistrySubcommand {
  @Mixin private final AliasOptions options = new AliasOptions();

  RegistryRollbackCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    print(
        registry()
            .rollBackAlias(
                options.model, options.alias, options.expected(), options.reason, freshRun()));
    return 0;
  }
}
