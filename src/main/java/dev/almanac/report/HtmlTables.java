package dev.almanac.report;

import java.util.List;

/** Tables with a head. */
final class HtmlTables {
  private final Html html;

  HtmlTables(Html html) {
    this.html = html;
  }

  /** Begins a table; the columns whose names begin with {@code #} hold numbers. */
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

  /** A cell with text. */
  void text(String text) {
    html.element("td", text);
  }

  /** A cell with a number. */
  void number(String text) {
    html.element("td", text, "class", "number");
  }

  /** A term and what it is, in a list of facts. */
  void fact(String term, String value) {
    if (!value.isEmpty()) {
      html.open("div").element("dt", term).element("dd", value).close();
    }
  }
}
