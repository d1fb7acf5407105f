package dev.almanac.app;

import dev.almanac.core.Alias;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.TagKey;
import dev.almanac.core.Text;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converters for names in registry commands. */
final class RegistryNames {
  private RegistryNames() {}

  private static <T> T read(String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** Parses a model's name. */
  static final class ModelNames implements ITypeConverter<ModelName> {
    @Override
    public ModelName convert(String text) {
      return read(text, ModelName::new);
    }
  }

  /** Parses an alias. */
  static final class Aliases implements ITypeConverter<Alias> {
    @Override
    public Alias convert(String text) {
      return read(text, Alias::new);
    }
  }

  /** Parses a reference such as {@code churn:7} or {@code churn@champion}. */
  static final class References implements ITypeConverter<ModelRef> {
    @Override
    public ModelRef convert(String text) {
      return read(text, ModelRef::parse);
    }
  }

  /** Parses only {@code churn:7}: a command that changes a version must name it unambiguously. */
  static final class Versions implements ITypeConverter<ModelVersion> {
    @Override
    public ModelVersion convert(String text) {
      if (read(text, ModelRef::parse) instanceof ModelRef.ByNumber byNumber) {
        return byNumber.version();
      }
      throw new TypeConversionException(
          "'%s' names no version: write it with its number, such as churn:7"
              .formatted(Text.printable(text)));
    }
  }

  /** Parses a version number of digits only; 0 means no version. */
  static final class Numbers implements ITypeConverter<Integer> {
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");

    @Override
    public Integer convert(String text) {
      if (!NUMBER.matcher(text).matches()) {
        throw new TypeConversionException(
            "'%s' is not a version's number: write it in digits, such as 7"
                .formatted(Text.printable(text)));
      }
      return Integer.valueOf(text);
    }
  }

  /**
   * A model or one of its versions.
   *
   * @param number absent for the model itself
   */
  record Subject(ModelName model, OptionalInt number) {
    @Override
    public String toString() {
      return model + (number.isPresent() ? ":" + number.getAsInt() : "");
    }
  }

  /** Parses {@code churn} or {@code churn:7}. */
  static final class Subjects implements ITypeConverter<Subject> {
    @Override
    public Subject convert(String text) {
      if (text.contains(":")) {
        ModelVersion version = new Versions().convert(text);
        return new Subject(version.model(), OptionalInt.of(version.number()));
      }
      return new Subject(read(text, ModelName::new), OptionalInt.empty());
    }
  }

  /** Parses the name of a tag. */
  static final class TagKeys implements ITypeConverter<TagKey> {
    @Override
    public TagKey convert(String text) {
      return read(text, TagKey::new);
    }
  }

  /** Parses an age such as {@code 7d}, {@code 12h}, {@code 30m}. */
  static final class Ages implements ITypeConverter<Duration> {
    private static final Pattern AGE = Pattern.compile("(?<count>[0-9]{1,6})(?<unit>[dhms])");
    private static final Map<String, Duration> UNITS =
        Map.of(
            "d", Duration.ofDays(1),
            "h", Duration.ofHours(1),
            "m", Duration.ofMinutes(1),
            "s", Duration.ofSeconds(1));

    @Override
    public Duration convert(String text) {
      Matcher age = AGE.matcher(text);
      if (!age.matches()) {
        throw new TypeConversionException(
            "'%s' is not an age: write it as 7d, 12h or 30m".formatted(Text.printable(text)));
      }
      return UNITS
          .getOrDefault(age.group("unit"), Duration.ZERO)
          .multipliedBy(Long.parseLong(age.group("count")));
    }
  }
}
