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

/** Single values, whatever block they stand in. */
final class Values {
  /** Characters that a number may have. */
  private static final int LONGEST_NUMBER = 100;

  private Values() {}

  /** What may be written, by the word it is written as. */
  static <T> Map<String, T> words(Function<T, String> word, List<T> values) {
    return values.stream().collect(Collectors.toUnmodifiableMap(word, Function.identity()));
  }

  /** Whether it is one value: a text, a number or a truth value. */
  static boolean isScalar(ConfigValue value) {
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> true;
      case OBJECT, LIST, NULL -> false;
    };
  }

  /** One value as text; a number as it was written, so that 1.10 stays 1.10. */
  static String text(ConfigValue scalar) {
    return scalar.atKey("value").getString("value");
  }

  /** The finite number that one value spells; empty if it spells none. */
  static OptionalDouble number(ConfigValue value) {
    return decimal(value).stream()
        .mapToDouble(BigDecimal::doubleValue)
        .filter(Double::isFinite)
        .findFirst();
  }

  /** The whole number that one value spells, to its last digit; empty if it spells none. */
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

  /** Why a word is none of those that are allowed. */
  static String notOneOf(String word, Set<String> allowed) {
    String hint =
        Text.nearest(word, allowed).map(near -> "; did you mean '" + near + "'?").orElse("");
    return "'%s' is not allowed: one of %s%s"
        .formatted(Text.printable(word), String.join(", ", new TreeSet<>(allowed)), hint);
  }

  /** What a value is, for messages. */
  static String described(ConfigValue value) {
    return switch (value.valueType()) {
      case OBJECT -> "a block";
      case LIST -> "a list";
      case NULL -> "nothing";
      case STRING, NUMBER, BOOLEAN -> "'" + Text.printable(text(value)) + "'";
    };
  }
}
