package dev.almanac.core;

import java.util.regex.Pattern;

/** Masks passwords and keys in URLs: user information and query parameters. */
public final class UrlSecrets {
  /** The replacement for a secret. */
  public static final String MASK = "******";

  private static final Pattern USER_INFO =
      Pattern.compile("(?<before>[A-Za-z][A-Za-z0-9+.-]*://[^/\\s:@]*:)[^/\\s@]+(?=@)");

  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?<before>(?i:password|passwd|passphrase|pwd|secret|token|access[._-]?key|credential|sig|signature)=)[^&;,\\s)'\"]+");

  private UrlSecrets() {}

  /** The text with each secret replaced by {@link #MASK}. */
  public static String masked(String text) {
    String withoutUser = USER_INFO.matcher(text).replaceAll("${before}" + MASK);
    return PARAMETER.matcher(withoutUser).replaceAll("${before}" + MASK);
  }
}
