package dev.almanac.config;

import com.typesafe.config.ConfigValue;
import dev.almanac.core.Text;

/** Single values, whatever block they stand in. */
final class Values {
  private Values() {}

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
