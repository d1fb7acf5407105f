package dev.almanac.app;

import dev.almanac.core.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Plain-text table with aligned columns. A cell shows the first line of its text, up to a maximum
 * length, so that text in a ledger cannot add lines to the output. The command's JSON contains the
 * full text.
 */
final class TextTable {
  private static final int LONGEST_CELL = 200;

  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... head) {
    rows.add(List.of(head));
  }

  TextTable row(String... cells) {
    rows.add(Arrays.stream(cells).map(TextTable::cell).toList());
    return this;
  }

  private static String cell(String text) {
    int end = text.indexOf('\n');
    String line = end < 0 ? text : text.substring(0, end).stripTrailing();
    return Text.printable(line, LONGEST_CELL);
  }

  @Override
  public String toString() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      out.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return out.toString();
  }
}
