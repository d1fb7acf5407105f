package dev.almanac.pmml;

import dev.almanac.core.Text;
import jakarta.xml.bind.annotation.XmlEnumValue;
import jakarta.xml.bind.annotation.adapters.XmlJavaTypeAdapter;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.dmg.pmml.adapters.NonNegativeIntegerAdapter;
import org.dmg.pmml.adapters.PercentageNumberAdapter;
import org.dmg.pmml.adapters.PositiveIntegerAdapter;
import org.dmg.pmml.adapters.ProbabilityNumberAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Schema of an attribute of a PMML element.
 *
 * @param words the permitted values, if they can be listed; otherwise empty
 * @param range the permitted numbers
 */
record PmmlAttribute(
    String name, boolean required, Kind kind, List<String> words, NumberRange range) {
  /** The type of an attribute's value. */
  enum Kind {
    WORD,
    INTEGER,
    NUMBER,
    TEXT
  }

  /** The numbers that an attribute permits. */
  record NumberRange(double least, double most, String description) {}

  private static final NumberRange ANY =
      new NumberRange(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, "a number");
  private static final NumberRange WHOLE =
      new NumberRange(
          Integer.MIN_VALUE, Integer.MAX_VALUE, "a whole number from -2147483648 to 2147483647");

  private static final Map<Class<?>, NumberRange> BY_ADAPTER =
      Map.of(
          ProbabilityNumberAdapter.class, new NumberRange(0, 1, "a number from 0 to 1"),
          PercentageNumberAdapter.class, new NumberRange(0, 100, "a number from 0 to 100"),
          NonNegativeIntegerAdapter.class,
              new NumberRange(0, Integer.MAX_VALUE, "a whole number from 0 to 2147483647"),
          PositiveIntegerAdapter.class,
              new NumberRange(1, Integer.MAX_VALUE, "a whole number from 1 to 2147483647"));

  /** The booleans of XML Schema. */
  private static final List<String> BOOLEANS = List.of("true", "false", "1", "0");

  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?+(?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+");
  private static final Pattern DIGITS = Pattern.compile("[+-]?+[0-9]++");

  /** Maximum length of a number; no program writes longer ones. */
  static final int LONGEST_NUMBER = 400;

  static PmmlAttribute of(
      String name, boolean required, Class<?> type, @Nullable XmlJavaTypeAdapter adapter) {
    if (type.isEnum()) {
      return new PmmlAttribute(name, required, Kind.WORD, words(type), ANY);
    }
    if (type == Boolean.class) {
      return new PmmlAttribute(name, required, Kind.WORD, BOOLEANS, ANY);
    }
    if (!Number.class.isAssignableFrom(type)) {
      return new PmmlAttribute(name, required, Kind.TEXT, List.of(), ANY);
    }
    Kind kind = type == Integer.class ? Kind.INTEGER : Kind.NUMBER;
    NumberRange range = adapter == null ? null : BY_ADAPTER.get(adapter.value());
    return new PmmlAttribute(
        name,
        required,
        kind,
        List.of(),
        range != null ? range : kind == Kind.INTEGER ? WHOLE : ANY);
  }

  /** The problem of a value, as the end of a sentence; empty if there is none. */
  String problem(String value) {
    return switch (kind) {
      case TEXT -> "";
      case WORD ->
          words.contains(value)
              ? ""
              : "is not among %s%s"
                  .formatted(String.join(", ", words), Text.didYouMean(value, words));
      case INTEGER, NUMBER -> numberProblem(value.strip());
    };
  }

  private String numberProblem(String number) {
    if (isNotFinite(number)) {
      return "is no finite number";
    }
    Pattern syntax = kind == Kind.INTEGER ? DIGITS : DECIMAL;
    if (number.length() > LONGEST_NUMBER || !syntax.matcher(number).matches()) {
      return "is not " + range.description();
    }
    double parsed = Double.parseDouble(number);
    return parsed < range.least() || parsed > range.most() ? "is not " + range.description() : "";
  }

  /**
   * Whether a number is not finite, including the XML Schema form INF and numbers that overflow.
   */
  static boolean isNotFinite(String value) {
    String plain = value.strip();
    if (plain.endsWith("INF") || plain.equalsIgnoreCase("NaN")) {
      return true;
    }
    return plain.endsWith("Infinity")
        || (plain.length() <= LONGEST_NUMBER
            && DECIMAL.matcher(plain).matches()
            && !Double.isFinite(Double.parseDouble(plain)));
  }

  /**
   * Rewrites a number so that the object model reads the same value: it reads a whole number as an
   * {@code int}, which wraps around on overflow.
   */
  static String readable(String value) {
    String plain = value.strip();
    if (plain.length() > LONGEST_NUMBER || !DIGITS.matcher(plain).matches()) {
      return value;
    }
    double parsed = Double.parseDouble(plain);
    return (int) parsed == parsed ? value : String.valueOf(parsed);
  }

  private static List<String> words(Class<?> type) {
    List<String> words = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      String name = ((Enum<?>) constant).name();
      try {
        Field field = type.getField(name);
        XmlEnumValue word = field.getAnnotation(XmlEnumValue.class);
        words.add(word == null ? name : word.value());
      } catch (NoSuchFieldException e) {
        throw new IllegalStateException("a constant that is no field: " + name, e);
      }
    }
    return List.copyOf(words);
  }
}
