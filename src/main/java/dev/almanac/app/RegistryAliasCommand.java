package dev.almanac.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code almanac registry alias}: points an alias to a version. */
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
  @Mixin private final AliasOptions options = new AliasOptions();

  @Parameters(
      paramLabel = "VERSION",
      index = "2",
      converter = RegistryNames.Numbers.class,
      description = "The version's number.")
  private int version;

  RegistryAliasCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    print(
        registry()
            .moveAlias(
                options.model,
                options.alias,
                version,
                options.expected(),
                options.reason,
                freshRun()));
    return 0;
  }
}
