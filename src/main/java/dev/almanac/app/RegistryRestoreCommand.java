package dev.almanac.app;

import dev.almanac.core.ModelName;
import dev.almanac.core.ModelVersion;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almanac registry restore}. */
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
  @Parameters(
      paramLabel = "MODEL:VERSION",
      converter = RegistryNames.Versions.class,
      description = "The version, by its number.")
  private ModelVersion version = new ModelVersion(new ModelName("unset"), 1);

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; it stays in the ledger.")
  private String reason = "";

  RegistryRestoreCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    boolean written = registry().lifeCycle().restore(version, reason, freshRun());
    output()
        .result(
            version + (written ? " may be used again" : " is not withdrawn; nothing was written"),
            Map.of("version", version.toString(), "changed", written));
    return 0;
  }
}
