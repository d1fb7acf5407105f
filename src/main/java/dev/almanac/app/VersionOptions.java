package dev.almanac.app;

import dev.almanac.core.ModelName;
import dev.almanac.core.ModelVersion;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options of commands that change a version: version and reason. */
final class VersionOptions {
  @Parameters(
      paramLabel = "MODEL:VERSION",
      converter = RegistryNames.Versions.class,
      description = "The version, by its number.")
  ModelVersion version = new ModelVersion(new ModelName("unset"), 1);

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; it stays in the ledger.")
  String reason = "";
}
