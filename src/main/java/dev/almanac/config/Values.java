package dev.almanac.config;

import com.typesafe.config.ConfigValue;
import dev.almanac.core.Text;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Conversions of single values. */
final class Values {
  /** Maximum number of characters of a number. */
  private static final int LONGEST_NUMBER = 100;

  private Values() {}

  /** Maps each value's configuration name to the value. */
  static <T> Map<String, T> words(Function<T, String> word, List<T> values) {
    return values.stream().collect(Collectors.toUnmodifiableMap(word, Function.identity()));
  }

  /** Whether it is a scalar: a string, a number or a boolean. */
  static boolean isScalar(ConfigValue value) {
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> true;
      case OBJECT, LIST, NULL -> false;
    };
  }

  /** A scalar as text; a number in its original form, so that 1.10 stays 1.10. */
  static String text(ConfigValue scalar) {
    return scalar.atKey("value").getString("value");
  }

  /** The finite number that a scalar represents; empty if it is not one. */
  static OptionalDouble number(ConfigValue value) {
    return decimal(value).stream()
        .mapToDouble(BigDecimal::doubleValue)
        .filter(Double::isFinite)
        .findFirst();
  }

  /** The exact 64-bit integer that a scalar represents; empty if it is not one. */
  static Optional<Long> whole(ConfigValue value) {
    return decimal(value)
        .flatMap(
            number -> {
              try {
                return Optional.of(number.longValueExact());
              } catch (ArithmeticException e) { // a fraction, or beyond 64 bits
                return Optional.empty();
              }
            });
  }

  private static Optional<BigDecimal> decimal(ConfigValue value) {
    if (!isScalar(value) || text(value).length() > LONGEST_NUMBER) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(text(value)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The message for a name that is not allowed. */
  static String notOneOf(String word, Set<String> allowed) {
    String hint =
        Text.nearest(word, allowed).map(near -> "; did you mean '" + near + "'?").orElse("");
    return "'%s' is not allowed: one of %s%s"
        .formatted(Text.printable(word), String.join(", ", new TreeSet<>(allowed)), hint);
  }

  /** The type of a value, for messages. */
  static String described(ConfigValue value) {
    return switch (value.valueType()) {
      case OBJECT -> "a block";
      case LIST -> "a list";
      case NULL -> "nothing";
      case STRING, NUMBER, BOOLEAN -> "'" + Text.printable(text(value)) + "'";
    };
  }
}
