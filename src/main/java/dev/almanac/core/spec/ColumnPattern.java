package dev.almanac.core.spec;

import java.util.regex.Pattern;

/**
 * Columns by a pattern of their names: {@code *} is any number of characters, every other character
 * is itself. Names are matched whole, and capitals count.
 *
 * @param text the pattern as it is written
 */
public record ColumnPattern(String text) {
  private static final char ANY = '*';

  /** Whether a name in a job file is a pattern: it has an asterisk. */
  public static boolean isPattern(String name) {
    return name.indexOf(ANY) >= 0;
  }

  /** Whether it takes every name. */
  public boolean isEvery() {
    return literals() == 0;
  }

  /** How many characters of it are themselves: of two patterns the one with more says more. */
  public int literals() {
    return (int) text.chars().filter(c -> c != ANY).count();
  }

  /** Whether it takes a name. */
  public boolean matches(String name) {
    StringBuilder regex = new StringBuilder();
    for (String literal : text.split("\\*", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(name).matches();
  }
}
