package dev.almanac.core;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reference to a model version: {@code churn:7}, {@code churn@champion}, {@code
 * churn@champion?at=2026-05-01}, or {@code churn}, which means its champion. A run resolves a
 * reference once and records the version.
 */
public sealed interface ModelRef {
  /** The model. */
  ModelName model();

  /** A reference by version number. */
  record ByNumber(ModelVersion version) implements ModelRef {
    @Override
    public ModelName model() {
      return version.model();
    }

    @Override
    public String toString() {
      return version.toString();
    }
  }

  /** A reference by alias, now or at a past instant. */
  record ByAlias(ModelName model, Alias alias, Optional<Instant> at) implements ModelRef {
    @Override
    public String toString() {
      return model + "@" + alias + at.map(instant -> "?at=" + instant).orElse("");
    }
  }

  /**
   * Parses a reference.
   *
   * @throws IllegalArgumentException if the text is not a reference, with the valid forms
   */
  static ModelRef parse(String text) {
    Matcher matcher = Syntax.REF.matcher(text);
    if (!matcher.matches()) {
      throw Syntax.refused(text);
    }
    ModelName model = new ModelName(matcher.group("model"));
    String number = matcher.group("number");
    if (number != null) {
      return new ByNumber(new ModelVersion(model, Integer.parseInt(number)));
    }
    String alias = matcher.group("alias");
    String at = matcher.group("at");
    return new ByAlias(
        model,
        alias == null ? Alias.CHAMPION : new Alias(alias),
        at == null ? Optional.empty() : Optional.of(Syntax.instant(text, at)));
  }

  /** The grammar of {@link #parse}. */
  final class Syntax {
    private static final Pattern REF =
        Pattern.compile(
            "(?<model>[^:@?]+)(:(?<number>[0-9]{1,9})|@(?<alias>[^:@?]+)(\\?at=(?<at>.+))?)?");

    private Syntax() {}

    private static Instant instant(String text, String at) {
      try {
        return at.contains("T")
            ? OffsetDateTime.parse(at).toInstant()
            : LocalDate.parse(at).atStartOfDay(ZoneOffset.UTC).toInstant();
      } catch (DateTimeParseException e) {
        throw refused(text);
      }
    }

    private static IllegalArgumentException refused(String text) {
      return new IllegalArgumentException(
          "'%s' is not a model reference: write name, name:7, name@alias or name@alias?at=2026-05-01 (or ?at=2026-05-01T12:00Z)"
              .formatted(Text.printable(text)));
    }
  }
}
