package dev.almanac.compiled;

import dev.almanac.core.Text;
import java.util.Locale;
import org.dmg.pmml.DataType;

/**
 * PMML's data types: the value of a literal of the document, and its representation in a register.
 */
final class Types {
  private Types() {}

  /**
   * Converts a literal to a value of a type: String, Integer, Float, Double or Boolean.
   *
   * @throws IllegalArgumentException if the literal is not a value of the type
   */
  static Object parse(DataType type, Object literal) {
    return switch (type) {
      case STRING -> format(literal);
      case INTEGER -> integer(literal);
      case FLOAT -> literal instanceof String text ? plus0(text) : (Object) (float) number(literal);
      case DOUBLE -> literal instanceof String text ? real(text) : (Object) number(literal);
      case BOOLEAN -> truth(literal);
      default -> throw new IllegalArgumentException("the type " + type.value());
    };
  }

  /** The register value of a literal; a text is represented by its code. */
  static double held(StringDictionary.Builder words, DataType type, Object literal, String where) {
    if (!isKnown(type) || !isPlain(literal)) {
      throw new UnsupportedException(
          "a value of the type %s, at %s".formatted(type.value(), where));
    }
    try {
      Object value = parse(type, literal);
      if (value instanceof String text) {
        return words.code(text);
      }
      if (value instanceof Boolean truth) {
        return truth ? 1 : 0;
      }
      return ((Number) value).doubleValue() + 0.0; // no negative zero, as in PMML's field values
    } catch (IllegalArgumentException e) {
      throw new UnsupportedException(
          "'%s' is no %s, at %s"
              .formatted(Text.printable(String.valueOf(literal)), type.value(), where));
    }
  }

  /** The number of a literal that is a text, a number or a boolean. */
  static double number(Object literal) {
    if (literal instanceof Number number) {
      return number.doubleValue();
    }
    if (literal instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    return real(String.valueOf(literal));
  }

  static boolean isWhole(double value) {
    return value == Math.rint(value) && Math.abs(value) <= Integer.MAX_VALUE;
  }

  /** The type of a constant that declares none. */
  static DataType typeOf(Object literal) {
    if (literal instanceof Integer) {
      return DataType.INTEGER;
    }
    if (literal instanceof Float) {
      return DataType.FLOAT;
    }
    if (literal instanceof Double) {
      return DataType.DOUBLE;
    }
    if (literal instanceof Boolean) {
      return DataType.BOOLEAN;
    }
    return DataType.STRING;
  }

  private static boolean isKnown(DataType type) {
    return switch (type) {
      case STRING, INTEGER, FLOAT, DOUBLE, BOOLEAN -> true;
      default -> false;
    };
  }

  /** Whether a literal is a text, number or boolean; dates and times are library objects. */
  private static boolean isPlain(Object literal) {
    return literal instanceof String || literal instanceof Number || literal instanceof Boolean;
  }

  private static String format(Object literal) {
    return literal instanceof Boolean truth
        ? truth.toString().toLowerCase(Locale.ROOT)
        : String.valueOf(literal);
  }

  private static double real(String text) {
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return text.equalsIgnoreCase("true") ? 1 : 0;
    }
    return Double.parseDouble(text) + 0.0;
  }

  private static Object plus0(String text) {
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return text.equalsIgnoreCase("true") ? 1f : 0f;
    }
    return Float.parseFloat(text) + 0f;
  }

  private static Object integer(Object literal) {
    double value = number(literal);
    if (!isWhole(value)) {
      throw new IllegalArgumentException("no integer");
    }
    return (int) value;
  }

  private static Object truth(Object literal) {
    if (literal instanceof Boolean) {
      return literal;
    }
    double value = number(literal);
    if (value != 0 && value != 1) {
      throw new IllegalArgumentException("neither true nor false");
    }
    return value == 1;
  }
}
