package dev.almanac.core.spec;

import java.util.regex.Pattern;

/**
 * A glob pattern of column names: {@code *} matches any number of characters, every other character
 * itself. It matches whole names and is case-sensitive.
 *
 * @param text the pattern
 */
public record ColumnPattern(String text) {
  private static final char ANY = '*';

  /** Whether a name in a job file is a pattern, which is if it contains an asterisk. */
  public static boolean isPattern(String name) {
    return name.indexOf(ANY) >= 0;
  }

  /** Whether the pattern matches every name. */
  public boolean isEvery() {
    return literals() == 0;
  }

  /** Number of characters other than {@code *}: the pattern with more is more specific. */
  public int literals() {
    return (int) text.chars().filter(c -> c != ANY).count();
  }

  /** Whether the pattern matches a name. */
  public boolean matches(String name) {
    StringBuilder regex = new StringBuilder();
    for (String literal : text.split("\\*", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(name).matches();
  }
}
