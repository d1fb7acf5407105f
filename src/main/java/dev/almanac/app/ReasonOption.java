package dev.almanac.app;

import picocli.CommandLine.Option;

/** Why a person changes what forecasts are visible. */
final class ReasonOption {
  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; it stays with the forecasts.")
  String text = "";
}
