package dev.almanac.app;

import dev.almanac.core.Alias;
import dev.almanac.core.ModelName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almanac registry alias}. */
@Command(
    name = "alias",
    header = "Point an alias to a version.",
    description =
        "Point an alias to a version. Scoring uses the champion unless told otherwise, so this is"
            + " how a model is promoted.",
    footer = {
      "",
      "Examples:",
      "  almanac registry alias flight-delay champion 3 --reason \"better on the June holdout\"",
      "  almanac registry alias flight-delay champion 2 --expect 3 --reason \"3 drifts\""
    })
final class RegistryAliasCommand extends RegistrySubcommand {
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

  @Parameters(
      paramLabel = "VERSION",
      index = "2",
      converter = RegistryNames.Numbers.class,
      description = "The version's number.")
  private int version;

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

  RegistryAliasCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    tell(registry().moveAlias(model, alias, version, expected(expect), reason, freshRun()));
    return 0;
  }
}
