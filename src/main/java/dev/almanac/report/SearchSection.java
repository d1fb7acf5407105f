package dev.almanac.report;

import dev.almanac.core.SearchResult;
import dev.almanac.core.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Report section with the trials of the parameter search; the chosen one is marked. */
final class SearchSection {
  private final Html html;
  private final HtmlTables tables;

  SearchSection(Html html) {
    this.html = html;
    this.tables = new HtmlTables(html);
  }

  void write(SearchResult search) {
    html.open("section").element("h2", "What was tried");
    html.element(
        "p",
        "%s, compared by %s (%s is better) on %s within the rows to learn from%s."
            .formatted(
                Text.count(search.tries().size(), "combination"),
                search.metric().word(),
                search.metric().better().name().toLowerCase(Locale.ROOT),
                search.folds(),
                search.left() == 0
                    ? ""
                    : String.format(
                        Locale.ROOT,
                        "; %d more were not begun, since the time was up",
                        search.left())));
    List<String> names = new ArrayList<>(search.tries().get(0).params().keySet());
    List<String> heads = new ArrayList<>(names);
    heads.addAll(List.of("#" + search.metric().word(), "#±", "#seconds", ""));
    tables.open(heads);
    for (int i = 0; i < search.tries().size(); i++) {
      row(search.tries().get(i), names, i == search.chosen());
    }
    tables.close();
    html.close().newLine();
  }

  private void row(SearchResult.Try tried, List<String> names, boolean chosen) {
    html.open("tr");
    names.forEach(name -> tables.text(tried.params().getOrDefault(name, "")));
    if (tried.mean().isPresent()) {
      tables.number(NumberFormats.measure(tried.mean().getAsDouble()));
      tables.number(NumberFormats.measure(tried.deviation().orElse(0)));
    } else {
      tables.text("failed");
      tables.text(tried.failure());
    }
    tables.number(String.format(Locale.ROOT, "%.1f", tried.seconds()));
    html.open("td");
    if (chosen) {
      html.element("span", "chosen", "class", "met");
    }
    html.close().close();
  }
}
