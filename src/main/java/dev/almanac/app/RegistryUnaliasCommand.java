package dev.almanac.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code almanac registry unalias}: removes an alias. */
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
  @Mixin private final AliasOptions options = new AliasOptions();

  RegistryUnaliasCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    print(
        registry()
            .removeAlias(
                options.model, options.alias, options.expected(), options.reason, freshRun()));
    return 0;
  }
}
