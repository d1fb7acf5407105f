package dev.almanac.core.spec;

import dev.almanac.core.Text;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A parameter of an algorithm: its name in job files (Spark's, in kebab case), type and range.
 *
 * @param min smallest allowed number, inclusive; unused for BOOLEAN and CHOICE
 * @param max largest allowed number, inclusive
 * @param choices for CHOICE, the allowed values; empty otherwise
 */
public record AlgorithmParam(
    String name, Type type, double min, double max, Set<String> choices, String meaning) {
  /** Types of parameters. */
  public enum Type {
    INTEGER,
    NUMBER,
    BOOLEAN,
    CHOICE,
    /** One or more whole numbers, each within the range. */
    INTEGERS
  }

  /** Copies the choices. */
  public AlgorithmParam {
    Objects.requireNonNull(name, "name");
    choices = Set.copyOf(choices);
  }

  static AlgorithmParam integer(String name, int min, int max, String meaning) {
    return new AlgorithmParam(name, Type.INTEGER, min, max, Set.of(), meaning);
  }

  static AlgorithmParam number(String name, double min, double max, String meaning) {
    return new AlgorithmParam(name, Type.NUMBER, min, max, Set.of(), meaning);
  }

  static AlgorithmParam flag(String name, String meaning) {
    return new AlgorithmParam(name, Type.BOOLEAN, 0, 0, Set.of(), meaning);
  }

  static AlgorithmParam choice(String name, Set<String> choices, String meaning) {
    return new AlgorithmParam(name, Type.CHOICE, 0, 0, choices, meaning);
  }

  static AlgorithmParam integers(String name, int min, int max, String meaning) {
    return new AlgorithmParam(name, Type.INTEGERS, min, max, Set.of(), meaning);
  }

  /**
   * Converts a value to the parameter's type: a whole number given for a NUMBER becomes a Double.
   *
   * @throws IllegalArgumentException if the type or the range is wrong, with both in the message
   */
  public Object check(Object value) {
    switch (type) {
      case INTEGER -> {
        if (isWhole(value)) {
          return ((Number) value).intValue();
        }
      }
      case NUMBER -> {
        if (value instanceof Number number && inRange(number.doubleValue())) {
          return number.doubleValue();
        }
      }
      case BOOLEAN -> {
        if (value instanceof Boolean) {
          return value;
        }
      }
      case CHOICE -> {
        if (value instanceof String word && choices.contains(word)) {
          return word;
        }
      }
      case INTEGERS -> {
        if (value instanceof List<?> list
            && !list.isEmpty()
            && list.stream().allMatch(this::isWhole)) {
          return list.stream().map(element -> ((Number) element).intValue()).toList();
        }
      }
    }
    throw new IllegalArgumentException(
        "%s = %s: expected %s".formatted(name, Text.printable(String.valueOf(value)), expected()));
  }

  /** Description of the allowed values: {@code a whole number from 1 to 30}. */
  public String expected() {
    return switch (type) {
      case INTEGER -> "a whole number from %s to %s".formatted(plain(min), plain(max));
      case NUMBER ->
          max == Double.MAX_VALUE
              ? "a number of at least " + plain(min)
              : "a number from %s to %s".formatted(plain(min), plain(max));
      case BOOLEAN -> "true or false";
      case INTEGERS ->
          "a list of whole numbers from %s to %s, such as [8, 4]".formatted(plain(min), plain(max));
      case CHOICE -> "one of " + String.join(", ", new TreeSet<>(choices));
    };
  }

  private boolean isWhole(Object value) {
    return value instanceof Number number
        && number.doubleValue() == Math.rint(number.doubleValue())
        && inRange(number.doubleValue());
  }

  private boolean inRange(double value) {
    return value >= min && value <= max;
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
