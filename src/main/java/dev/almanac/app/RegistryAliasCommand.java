package dev.almanac.app;

import dev.almanac.core.Alias;
import dev.almanac.core.ModelName;
import dev.almanac.core.RunId;
import dev.almanac.registry.AliasMove;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code almanac registry alias}. */
@Command(
    name = "alias",
    header = "Point an alias to a version.",
    description =
        "Point an alias to a version. Scoring uses the champion unless told otherwise, so this is"
            + " how a model is promoted, and how it is taken back.",
    footer = {
      "",
      "Examples:",
      "  almanac registry alias flight-delay champion 3 --reason \"better on the June holdout\"",
      "  almanac registry alias flight-delay champion 2 --expect 3 --reason \"3 drifts\""
    })
final class RegistryAliasCommand extends RegistrySubcommand {
  @Parameters(
      paramLabel = "MODEL",
      index = "0",
      converter = ModelNameConverter.class,
      description = "The model's name.")
  private ModelName model = new ModelName("unset");

  @Parameters(
      paramLabel = "ALIAS",
      index = "1",
      converter = AliasConverter.class,
      description = "The alias, such as champion.")
  private Alias alias = Alias.CHAMPION;

  @Parameters(paramLabel = "VERSION", index = "2", description = "The version's number.")
  private int version;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; it stays in the ledger.")
  private String reason = "";

  @Option(
      names = "--expect",
      paramLabel = "VERSION",
      description = "Move only if the alias still points to this version (0: to none).")
  private @Nullable Integer expect;

  RegistryAliasCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    AliasMove move =
        registry()
            .moveAlias(
                model,
                alias,
                version,
                expect == null ? OptionalInt.empty() : OptionalInt.of(expect),
                reason,
                RunId.fresh(surroundings().clock().instant(), surroundings().random()));
    String before = move.from().isPresent() ? " (was " + move.from().getAsInt() + ")" : "";
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model.value());
    json.put("alias", alias.value());
    json.put("version", version);
    move.from().ifPresent(from -> json.put("from", from));
    json.put("changed", move.changed());
    output()
        .result(
            move.changed()
                ? "%s@%s → %s:%d%s".formatted(model, alias, model, version, before)
                : "%s@%s points to %s:%d already; nothing was written"
                    .formatted(model, alias, model, version),
            json);
    return 0;
  }

  /** Reads a model's name. */
  static final class ModelNameConverter implements ITypeConverter<ModelName> {
    @Override
    public ModelName convert(String text) {
      try {
        return new ModelName(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Reads an alias. */
  static final class AliasConverter implements ITypeConverter<Alias> {
    @Override
    public Alias convert(String text) {
      try {
        return new Alias(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
