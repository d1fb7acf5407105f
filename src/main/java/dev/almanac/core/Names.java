package dev.almanac.core;

import java.util.regex.Pattern;

/**
 * The one rule for names that become path segments. It is an allow list: path tricks, escapes,
 * control characters and look-alikes are refused because they are not in it.
 */
final class Names {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

  /** Windows opens a device where a file has one of these names, whatever follows a dot. */
  private static final Pattern DEVICE =
      Pattern.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");

  private Names() {}

  static String check(String kind, String value) {
    if (!NAME.matcher(value).matches() || value.contains("..") || value.endsWith(".")) {
      throw new IllegalArgumentException(
          "%s '%s' is not a name: use 1 to 100 of a-z 0-9 . _ -, beginning with a letter or digit, without '..' or a dot at the end"
              .formatted(kind, Text.printable(value)));
    }
    if (DEVICE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "%s '%s' is not a name: it names a device on Windows, where a registry may stand, too"
              .formatted(kind, value));
    }
    return value;
  }
}
