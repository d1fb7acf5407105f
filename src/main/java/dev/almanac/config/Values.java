package dev.almanac.config;

import com.typesafe.config.ConfigValue;
import dev.almanac.core.Text;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Single values, whatever block they stand in. */
final class Values {
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
