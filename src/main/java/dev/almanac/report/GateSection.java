package dev.almanac.report;

import dev.almanac.core.ChampionComparison;
import dev.almanac.core.ChampionRule;
import dev.almanac.core.GateResult;
import dev.almanac.core.SegmentMetric;
import dev.almanac.core.spec.GateRule;
import dev.almanac.core.spec.SegmentRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Report section with further gate results: comparison with the champion, and metrics by segment.
 */
final class GateSection {
  /** Maximum number of segments shown per rule; those with the most rows come first. */
  private static final int MOST_SHOWN = 100;

  private static final int WIDTH = 160;
  private static final int HEIGHT = 16;

  private final Html html;
  private final HtmlTables tables;
  private final ReportFacts facts;

  GateSection(Html html, ReportFacts facts) {
    this.html = html;
    this.tables = new HtmlTables(html);
    this.facts = facts;
  }

  void write() {
    GateResult judgement = facts.judgement();
    if (judgement.with(List.of()).isEmpty()) {
      return;
    }
    html.open("section").element("h2", "How it was judged");
    judgement.notes().forEach(note -> html.element("p", note));
    if (!judgement.champion().isEmpty()) {
      champion(judgement.champion());
    }
    if (!judgement.segments().isEmpty()) {
      segments(judgement.segments());
    }
    html.close().newLine();
  }

  private void champion(List<ChampionComparison> comparisons) {
    ChampionComparison first = comparisons.get(0);
    html.element("h3", "Beside the champion");
    html.element(
        "p",
        "%s on the %s holdout rows that both scored. Only the new one scored %s, only the champion %s, neither %s. The bar is the interval of the difference, the line no difference."
            .formatted(
                first.champion(),
                NumberFormats.count(first.rows()),
                NumberFormats.count(first.onlyNew()),
                NumberFormats.count(first.onlyChampion()),
                NumberFormats.count(first.neither())));
    tables.open(
        List.of("measure", "#value", "#champion", "#difference", "interval", "", "allowed", ""));
    for (ChampionComparison comparison : comparisons) {
      html.open("tr").element("th", comparison.metric().word(), "scope", "row");
      tables.number(NumberFormats.measure(comparison.value()));
      tables.number(NumberFormats.measure(comparison.championValue()));
      tables.number(NumberFormats.number(comparison.difference()));
      tables.text(interval(comparison));
      html.open("td");
      plot(comparison);
      html.close();
      tables.text(allowed(comparison.rule()));
      verdict(comparison.holds());
      html.close();
    }
    tables.close();
  }

  /** Draws the confidence interval of the difference on a scale centered at zero. */
  private void plot(ChampionComparison comparison) {
    double reach = Math.max(Math.abs(comparison.low()), Math.abs(comparison.high()));
    if (!Double.isFinite(reach)) {
      return;
    }
    double scale = reach == 0 ? 0 : WIDTH / 2.2 / reach;
    double from = WIDTH / 2.0 + scale * comparison.low();
    double to = WIDTH / 2.0 + scale * comparison.high();
    html.open(
        "svg",
        "viewBox",
        "0 0 " + WIDTH + " " + HEIGHT,
        "role",
        "img",
        "style",
        "min-width: 8rem",
        "aria-label",
        "difference from %s to %s"
            .formatted(
                NumberFormats.number(comparison.low()), NumberFormats.number(comparison.high())));
    html.rect(from, 6, Math.max(2, to - from), 4);
    html.rect(WIDTH / 2.0 - 0.5, 0, 1, HEIGHT);
    html.close();
  }

  private void segments(List<SegmentMetric> measures) {
    html.element("h3", "By segment");
    for (GateRule rule : facts.gate()) {
      for (SegmentRule segment : rule.segments()) {
        List<SegmentMetric> own =
            measures.stream()
                .filter(measure -> measure.metric() == rule.metric())
                .filter(measure -> measure.column().equals(segment.column()))
                .toList();
        if (own.isEmpty()) {
          continue;
        }
        tables.open(List.of(segment.column(), "#rows", "#" + rule.metric().word(), "gate", ""));
        for (SegmentMetric measure : own.subList(0, Math.min(MOST_SHOWN, own.size()))) {
          html.open("tr").element("th", name(measure.segment()), "scope", "row");
          tables.number(NumberFormats.count(measure.rows()));
          tables.number(measure.value().map(NumberFormats::measure).orElse("–"));
          tables.text(bounds(segment));
          if (measure.judged()) {
            verdict(true);
          } else {
            tables.text("too few rows, not judged");
          }
          html.close();
        }
        tables.close();
        if (own.size() > MOST_SHOWN) {
          html.element(
              "p",
              "and %s more, with fewer rows"
                  .formatted(NumberFormats.count(own.size() - MOST_SHOWN)));
        }
      }
    }
  }

  private void verdict(boolean holds) {
    html.open("td");
    html.element("span", holds ? "met" : "missed", "class", holds ? "met" : "missed");
    html.close();
  }

  private static String interval(ChampionComparison comparison) {
    return Double.isFinite(comparison.low()) && Double.isFinite(comparison.high())
        ? "%s %%: %s to %s"
            .formatted(
                NumberFormats.number(100 * comparison.rule().confidence()),
                NumberFormats.number(comparison.low()),
                NumberFormats.number(comparison.high()))
        : "unknown: too few rows";
  }

  private static String allowed(ChampionRule rule) {
    String by =
        rule.worseBy() < 0
            ? "better by " + NumberFormats.number(-rule.worseBy())
            : "worse by " + NumberFormats.number(rule.worseBy());
    return rule.judge() == ChampionRule.Judge.DIFFERENCE ? by : by + ", " + rule.judge().word();
  }

  private static String bounds(SegmentRule rule) {
    List<String> bounds = new ArrayList<>();
    rule.min().ifPresent(min -> bounds.add("at least " + NumberFormats.number(min)));
    rule.max().ifPresent(max -> bounds.add("at most " + NumberFormats.number(max)));
    return String.join(", ", bounds);
  }

  private static String name(Optional<String> segment) {
    return segment.map(text -> text.isEmpty() ? "(empty)" : text).orElse("(null)");
  }
}
