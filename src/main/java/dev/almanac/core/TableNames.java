package dev.almanac.core;

/** Derives names of forecast tables from job names. */
public final class TableNames {
  private TableNames() {}

  /**
   * The table name of a job that sets none: {@code -} becomes {@code _}, {@code _} becomes {@code
   * --} and {@code .} becomes {@code -_}. The code is prefix-free, so different jobs have different
   * tables.
   */
  public static String derived(String name) {
    StringBuilder table = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      switch (c) {
        case '-' -> table.append('_');
        case '_' -> table.append("--");
        case '.' -> table.append("-_");
        default -> table.append(c);
      }
    }
    return table.toString();
  }

  /**
   * A table name with {@code _} for {@code -} and {@code .}; ambiguous: {@code a-b}, {@code a.b}
   * and {@code a_b} have the same result. Earlier releases derived table names this way.
   */
  public static String flattened(String name) {
    return name.replace('-', '_').replace('.', '_');
  }
}
