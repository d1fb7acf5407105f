package dev.almanac.core;

import java.util.regex.Pattern;

/**
 * The rule for names that become path segments. It is an allow list of characters: path traversal,
 * escapes, control characters and look-alikes are not in it.
 */
final class Names {
  private static final int LONGEST = 100;

  /** Reserved device names of Windows, with or without an extension. */
  private static final Pattern DEVICE =
      Pattern.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");

  private Names() {}

  static String check(String kind, String value) {
    if (!isName(value)) {
      throw new IllegalArgumentException(
          "%s '%s' is not a name: use 1 to 100 of a-z 0-9 . _ -, beginning with a letter or digit, without '..' or a dot at the end"
              .formatted(kind, Text.printable(value)));
    }
    if (mayBeDevice(value) && DEVICE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "%s '%s' is not a name: it names a device on Windows, where a registry may stand, too"
              .formatted(kind, value));
    }
    return value;
  }

  /**
   * Checks character by character rather than by regular expression, since a ledger may have
   * thousands of names.
   */
  private static boolean isName(String value) {
    if (value.isEmpty() || value.length() > LONGEST || value.endsWith(".")) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      boolean mark = c == '_' || c == '-' || (c == '.' && i > 0 && value.charAt(i - 1) != '.');
      if (!plain && (i == 0 || !mark)) {
        return false;
      }
    }
    return true;
  }

  private static boolean mayBeDevice(String value) {
    int dot = value.indexOf('.');
    return (dot < 0 ? value.length() : dot) <= 4;
  }
}
