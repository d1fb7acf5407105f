package dev.almanac.app;

import picocli.CommandLine.Option;

/** Option for the reason of a change to visible forecasts. */
final class ReasonOption {
  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; it stays with the forecasts.")
  String text = "";
}
