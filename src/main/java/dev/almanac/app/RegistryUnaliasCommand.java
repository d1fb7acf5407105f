package dev.almanac.app;

import dev.almanac.core.Alias;
import dev.almanac.core.ModelName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almanac registry unalias}. */
@Command(
    name = "unalias",
    header = "Take an alias away.",
    description = "Take an alias away, so that it points to no version. Its history stays.",
    footer = {
      "",
      "Examples:",
      "  almanac registry unalias flight-delay challenger --reason \"the trial is over\""
    })
final class RegistryUnaliasCommand extends RegistrySubcommand {
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

  RegistryUnaliasCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    tell(registry().removeAlias(model, alias, expected(expect), reason, freshRun()));
    return 0;
  }
}
