package dev.almanac.app;

import dev.almanac.core.ModelVersion;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code almanac registry restore}: makes a withdrawn version usable again. */
@Command(
    name = "restore",
    header = "Allow a withdrawn version again.",
    description = "Allow a version again that was withdrawn.",
    footer = {
      "",
      "Example:",
      "  almanac registry restore flight-delay:3 --reason \"the leak was in the report only\""
    })
final class RegistryRestoreCommand extends RegistrySubcommand {
  @Mixin private final VersionOptions options = new VersionOptions();

  RegistryRestoreCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    ModelVersion version = options.version;
    boolean written = registry().lifeCycle().restore(version, options.reason, freshRun());
    output()
        .result(
            version + (written ? " may be used again" : " is not withdrawn; nothing was written"),
            Map.of("version", version.toString(), "changed", written));
    return 0;
  }
}
