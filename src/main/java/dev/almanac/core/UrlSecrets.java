package dev.almanac.core;

import java.util.regex.Pattern;

/** Takes passwords and keys out of the URLs of a text: user information and parameters. */
public final class UrlSecrets {
  /** What is written in the place of a secret. */
  public static final String MASK = "******";

  private static final Pattern USER_INFO =
      Pattern.compile("(?<before>[A-Za-z][A-Za-z0-9+.-]*://[^/\\s:@]*:)[^/\\s@]+(?=@)");

  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?<before>(?i:password|passwd|passphrase|pwd|secret|token|access[._-]?key|credential|sig|signature)=)[^&;,\\s)'\"]+");

  private UrlSecrets() {}

  /** The text with {@link #MASK} in the place of each secret. */
  public static String masked(String text) {
    String withoutUser = USER_INFO.matcher(text).replaceAll("${before}" + MASK);
    return PARAMETER.matcher(withoutUser).replaceAll("${before}" + MASK);
  }
}
