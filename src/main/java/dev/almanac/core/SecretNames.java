package dev.almanac.core;

import java.util.regex.Pattern;

/**
 * Names of settings that hold secrets: one rule for what Almanac masks and for what Spark redacts
 * in its UI and event log.
 */
public final class SecretNames {
  /**
   * A regular expression that finds a part of such a name, whatever its case and whether its words
   * are divided by a point, a dash, an underscore or nothing.
   */
  public static final String REGEX =
      "(?i)passw(or)?d|passphrase|pwd|secret|token|credential|private"
          + "|(access|api|account)[._-]?key";

  private static final Pattern PATTERN = Pattern.compile(REGEX);

  private SecretNames() {}

  /** Whether the name of a setting says that its value is a secret. */
  public static boolean matches(String name) {
    return PATTERN.matcher(name).find();
  }
}
