package dev.almanac.report;

import java.util.List;

/** Writer for HTML tables with a header row. */
final class HtmlTables {
  private final Html html;

  HtmlTables(Html html) {
    this.html = html;
  }

  /** Starts a table; columns whose names begin with {@code #} contain numbers. */
  void open(List<String> columns) {
    html.open("div", "class", "scroll").open("table", "class", "list").open("thead").open("tr");
    for (String column : columns) {
      if (column.startsWith("#")) {
        html.element("th", column.substring(1), "scope", "col", "class", "number");
      } else {
        html.element("th", column, "scope", "col");
      }
    }
    html.close().close().open("tbody");
  }

  void close() {
    html.close().close().close().newLine();
  }

  /** Writes a text cell. */
  void text(String text) {
    html.element("td", text);
  }

  /** Writes a number cell. */
  void number(String text) {
    html.element("td", text, "class", "number");
  }

  /** Writes a term and its value as a row of a fact list. */
  void fact(String term, String value) {
    if (!value.isEmpty()) {
      html.open("div").element("dt", term).element("dd", value).close();
    }
  }
}
