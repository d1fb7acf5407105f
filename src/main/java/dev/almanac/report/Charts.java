package dev.almanac.report;

import dev.almanac.core.FieldProfile;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Charts of a column's distribution: histograms and bars per level. */
final class Charts {
  private static final int WIDTH = 240;
  private static final int HEIGHT = 56;
  private static final int BARS_SHOWN = 6;

  /** Maximum number of levels that are all shown, so that the remainder is not just one or two. */
  private static final int MOST_BARS = 8;

  private final Html html;

  Charts(Html html) {
    this.html = html;
  }

  void of(FieldProfile field) {
    if (field instanceof FieldProfile.Categorical categorical) {
      levels(categorical);
    } else if (field instanceof FieldProfile.Numeric numeric) {
      numeric.spread().ifPresentOrElse(this::histogram, () -> none("no value at all"));
    } else if (field instanceof FieldProfile.Text text) {
      text.words().ifPresentOrElse(this::histogram, () -> none("no value at all"));
    }
  }

  private void histogram(FieldProfile.Spread spread) {
    List<Long> counts = spread.shape().counts();
    long most = Math.max(1, counts.stream().mapToLong(Long::longValue).max().orElse(1));
    html.open(
        "svg",
        "viewBox",
        "0 0 " + WIDTH + " " + HEIGHT,
        "role",
        "img",
        "aria-label",
        "histogram from %s to %s"
            .formatted(NumberFormats.number(spread.min()), NumberFormats.number(spread.max())));
    double width = (double) WIDTH / counts.size();
    for (int i = 0; i < counts.size(); i++) {
      double height = counts.get(i) == 0 ? 0 : Math.max(1, (HEIGHT - 1.0) * counts.get(i) / most);
      html.rect(i * width, HEIGHT - height, Math.max(1, width - 1), height);
    }
    html.close();
    html.open("div", "class", "ends");
    Map<Double, Double> quantiles = spread.quantiles();
    html.element("span", NumberFormats.number(quantiles.getOrDefault(0.01, spread.min())));
    html.element(
        "span", "median " + NumberFormats.number(quantiles.getOrDefault(0.5, spread.mean())));
    html.element("span", NumberFormats.number(quantiles.getOrDefault(0.99, spread.max())));
    html.close();
  }

  private void levels(FieldProfile.Categorical field) {
    List<Map.Entry<String, Long>> sorted =
        field.levels().entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .toList();
    if (sorted.isEmpty()) {
      none("no value at all");
      return;
    }
    long most = sorted.get(0).getValue();
    int bars =
        sorted.size() + field.otherLevels() <= MOST_BARS
            ? sorted.size()
            : Math.min(BARS_SHOWN, sorted.size());
    html.open("table", "class", "levels").open("tbody");
    for (Map.Entry<String, Long> level : sorted.subList(0, bars)) {
      bar(level.getKey(), level.getValue(), most, field.rows());
    }
    html.close().close();
    long more = sorted.size() - bars + field.otherLevels();
    if (more > 0) {
      long shown = sorted.stream().limit(bars).mapToLong(Map.Entry::getValue).sum();
      long rest = field.rows() - field.nulls() - shown;
      html.element(
          "div",
          "and %s more %s with %s"
              .formatted(
                  NumberFormats.count(more),
                  more == 1 ? "level" : "levels",
                  NumberFormats.share(rest, field.rows())),
          "class",
          "ends");
    }
  }

  private void bar(String level, long count, long most, long rows) {
    html.open("tr");
    html.element("th", level.isEmpty() ? "(empty)" : level, "scope", "row");
    html.open("td", "class", "bar");
    html.open("svg", "viewBox", "0 0 100 10", "preserveAspectRatio", "none", "aria-hidden", "true");
    html.rect(0, 0, Math.max(0.5, 100.0 * count / most), 10);
    html.close().close();
    html.element("td", NumberFormats.share(count, rows), "class", "number");
    html.close();
  }

  private void none(String why) {
    html.element("div", why, "class", "ends");
  }
}
