package dev.almanac.core;

import java.util.regex.Pattern;

/**
 * Names of settings that hold secrets. Almanac's masking and Spark's redaction in UI and event log
 * use the same rule.
 */
public final class SecretNames {
  /**
   * A regular expression that finds such a name, in any case, with words separated by a point, a
   * dash, an underscore or nothing.
   */
  public static final String REGEX =
      "(?i)passw(or)?d|passphrase|pwd|secret|token|credential|private"
          + "|(access|api|account)[._-]?key";

  private static final Pattern PATTERN = Pattern.compile(REGEX);

  private SecretNames() {}

  /** Whether a setting of this name holds a secret. */
  public static boolean matches(String name) {
    return PATTERN.matcher(name).find();
  }
}
