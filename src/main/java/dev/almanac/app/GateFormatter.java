package dev.almanac.app;

import dev.almanac.core.ChampionComparison;
import dev.almanac.core.GateResult;
import dev.almanac.core.SegmentMetric;
import dev.almanac.registry.ModelHistory;
import dev.almanac.registry.VersionEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Formats gate results: champion comparisons and segment metrics. */
final class GateFormatter {
  private GateFormatter() {}

  /**
   * A table of the champion comparisons and of the worst segment per metric and column; empty if
   * there are none.
   */
  static Optional<String> of(ModelHistory history) {
    TextTable table =
        new TextTable("VERSION", "JUDGED", "ON", "VALUE", "AGAINST", "DIFFERENCE", "INTERVAL");
    boolean any = false;
    for (VersionEntry entry : history.versions()) {
      if (entry.manifest().isEmpty()) {
        continue;
      }
      GateResult judgement = entry.manifest().get().facts().judgement();
      for (ChampionComparison comparison : judgement.champion()) {
        any = true;
        table.row(
            entry.version().toString(),
            comparison.metric().word(),
            SummaryFormatter.rows(comparison.rows()),
            SummaryFormatter.number(comparison.value()),
            String.format(
                Locale.ROOT,
                "%s of version %d",
                SummaryFormatter.number(comparison.championValue()),
                comparison.champion().number()),
            signed(comparison.difference()),
            "%s %%: %s to %s"
                .formatted(
                    SummaryFormatter.number(100 * comparison.rule().confidence()),
                    signed(comparison.low()),
                    signed(comparison.high())));
      }
      for (SegmentMetric worst : worst(judgement)) {
        any = true;
        table.row(
            entry.version().toString(),
            worst.metric().word(),
            SummaryFormatter.rows(worst.rows()),
            worst.value().map(SummaryFormatter::number).orElse("-"),
            "the worst " + worst.where(),
            "",
            "");
      }
    }
    return any ? Optional.of(table.toString()) : Optional.empty();
  }

  /** The complete gate result as JSON. */
  static Map<String, Object> json(GateResult judgement) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("champion", judgement.champion().stream().map(GateFormatter::json).toList());
    json.put("segments", judgement.segments().stream().map(GateFormatter::json).toList());
    json.put("notes", judgement.notes());
    json.put("warnings", judgement.warnings());
    return json;
  }

  private static Map<String, Object> json(ChampionComparison comparison) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", comparison.champion().number());
    json.put("runId", comparison.champion().runId().value());
    json.put("metric", comparison.metric().word());
    json.put("value", comparison.value());
    json.put("championValue", comparison.championValue());
    json.put("difference", comparison.difference());
    if (Double.isFinite(comparison.low()) && Double.isFinite(comparison.high())) {
      json.put("low", comparison.low());
      json.put("high", comparison.high());
    }
    json.put("confidence", comparison.rule().confidence());
    json.put("worseBy", comparison.rule().worseBy());
    json.put("judge", comparison.rule().judge().word());
    json.put("rows", comparison.rows());
    json.put("onlyNew", comparison.onlyNew());
    json.put("onlyChampion", comparison.onlyChampion());
    json.put("neither", comparison.neither());
    return json;
  }

  private static Map<String, Object> json(SegmentMetric measure) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("column", measure.column());
    measure.segment().ifPresent(segment -> json.put("segment", segment));
    json.put("metric", measure.metric().word());
    measure.value().ifPresent(value -> json.put("value", value));
    json.put("rows", measure.rows());
    json.put("judged", measure.judged());
    return json;
  }

  /** The judged segment with the worst value, for each metric and column. */
  private static List<SegmentMetric> worst(GateResult judgement) {
    Map<String, SegmentMetric> worst = new LinkedHashMap<>();
    for (SegmentMetric measure : judgement.segments()) {
      if (measure.judged() && measure.value().isPresent()) {
        worst.merge(
            measure.metric().word() + " " + measure.column(),
            measure,
            (a, b) -> loss(b) > loss(a) ? b : a);
      }
    }
    return List.copyOf(worst.values());
  }

  private static double loss(SegmentMetric measure) {
    double value = measure.value().orElse(0.0);
    return switch (measure.metric().better()) {
      case HIGHER -> -value;
      case LOWER -> value;
      case NEITHER -> Math.abs(value);
    };
  }

  private static String signed(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%+.3g", value) : "unknown";
  }
}
