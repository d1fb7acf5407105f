package dev.almanac.app;

import picocli.CommandLine.Option;

/** Output options that every command has. */
final class OutputOptions {
  @Option(
      names = "--json",
      description = "Print one JSON document on standard output, for machines.")
  boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Say nothing but the result and errors.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Show the stack trace behind an error.")
  boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
