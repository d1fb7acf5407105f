package dev.almanac.core;

/** The names of forecast tables that follow from the names of jobs. */
public final class TableNames {
  private TableNames() {}

  /**
   * The name for a job that names no table: {@code -} becomes {@code _}, {@code _} becomes {@code
   * --} and {@code .} becomes {@code -_}. Two names never have the same, because none of the three
   * begins with another of them.
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
   * A part of a table's name: {@code _} for {@code -} and {@code .}, and so the same for {@code
   * a-b}, {@code a.b} and {@code a_b}. Earlier releases derived the tables of jobs so.
   */
  public static String flattened(String name) {
    return name.replace('-', '_').replace('.', '_');
  }
}
