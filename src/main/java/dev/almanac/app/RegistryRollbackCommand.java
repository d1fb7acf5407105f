package dev.almanac.app;

import dev.almanac.core.Alias;
import dev.almanac.core.ModelName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almanac registry rollback}. */
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
  @Parameters(
      paramLabel = "MODEL",
      index = "0",
      converter = RegistryNames.ModelNames.class,
      description = "The model's name.")
  private ModelName model = new ModelName("unset");

  @Parameters(
      paramLabel = "ALIAS",
      index = "1",
      converter = RegistryNames.Aliases.class,
      description = "The alias, such as champion.")
  private Alias alias = Alias.CHAMPION;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; it stays in the ledger.")
  private String reason = "";

  @Option(
      names = "--expect",
      paramLabel = "VERSION",
      converter = RegistryNames.Numbers.class,
      description = "Only if the alias still points to this version (0: to none).")
  private @Nullable Integer expect;

  RegistryRollbackCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    tell(registry().rollBackAlias(model, alias, expected(expect), reason, freshRun()));
    return 0;
  }
}
