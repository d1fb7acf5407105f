package dev.almanac.app;

import dev.almanac.core.Alias;
import dev.almanac.core.ModelName;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options of commands that change an alias: model, alias, reason and expected version. */
final class AliasOptions {
  @Parameters(
      paramLabel = "MODEL",
      index = "0",
      converter = RegistryNames.ModelNames.class,
      description = "The model's name.")
  ModelName model = new ModelName("unset");

  @Parameters(
      paramLabel = "ALIAS",
      index = "1",
      converter = RegistryNames.Aliases.class,
      description = "The alias, such as champion.")
  Alias alias = Alias.CHAMPION;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; it stays in the ledger.")
  String reason = "";

  @Option(
      names = "--expect",
      paramLabel = "VERSION",
      converter = RegistryNames.Numbers.class,
      description = "Only if the alias still points to this version (0: to none).")
  private @Nullable Integer expect;

  /** The version that the alias must point to, 0 for none; empty if any version is accepted. */
  OptionalInt expected() {
    return expect == null ? OptionalInt.empty() : OptionalInt.of(expect);
  }
}
