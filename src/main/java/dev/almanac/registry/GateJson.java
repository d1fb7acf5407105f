package dev.almanac.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.core.ChampionComparison;
import dev.almanac.core.ChampionRule;
import dev.almanac.core.GateResult;
import dev.almanac.core.Metric;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.RunId;
import dev.almanac.core.SegmentMetric;
import dev.almanac.core.spec.GateRule;
import dev.almanac.core.spec.SegmentRule;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * JSON form of a manifest's gate and its result. An absent field means that the gate had no such
 * rule.
 */
final class GateJson {
  private static final String JUDGEMENT = "judgement";

  private GateJson() {}

  static ObjectNode write(GateRule rule) {
    ObjectNode json = Json.object();
    json.put("metric", rule.metric().word());
    putBounds(json, rule.min(), rule.max());
    rule.champion().ifPresent(champion -> json.set("champion", write(champion)));
    if (!rule.segments().isEmpty()) {
      ArrayNode segments = json.putArray("segments");
      for (SegmentRule segment : rule.segments()) {
        ObjectNode one = segments.addObject();
        one.put("column", segment.column());
        putBounds(one, segment.min(), segment.max());
        one.put("minRows", segment.minRows());
      }
    }
    return json;
  }

  static GateRule rule(JsonFields json) throws MalformedException {
    return new GateRule(
        json.word("metric", Metric.values(), Metric::word),
        bound(json, "min"),
        bound(json, "max"),
        json.has("champion")
            ? Optional.of(championRule(json.object("champion")))
            : Optional.empty(),
        json.has("segments") ? json.objects("segments", GateJson::segmentRule) : List.of());
  }

  /** Adds the gate's result, if there is one. */
  static void put(ObjectNode manifest, GateResult judgement) {
    if (judgement.isEmpty()) {
      return;
    }
    ObjectNode json = manifest.putObject(JUDGEMENT);
    ArrayNode champion = json.putArray("champion");
    judgement.champion().forEach(comparison -> champion.add(write(comparison)));
    ArrayNode segments = json.putArray("segments");
    judgement.segments().forEach(measure -> segments.add(write(measure)));
    FactsJson.putTexts(json, "notes", judgement.notes());
    if (!judgement.warnings().isEmpty()) {
      FactsJson.putTexts(json, "warnings", judgement.warnings());
    }
  }

  static GateResult judgement(JsonFields manifest) throws MalformedException {
    if (!manifest.has(JUDGEMENT)) {
      return GateResult.NONE;
    }
    JsonFields json = manifest.object(JUDGEMENT);
    return new GateResult(
        json.objects("champion", GateJson::comparison),
        json.objects("segments", GateJson::segment),
        json.texts("notes"),
        json.has("warnings") ? json.texts("warnings") : List.of());
  }

  private static ObjectNode write(ChampionComparison comparison) {
    ObjectNode json = Json.object();
    json.put("number", comparison.champion().number());
    json.put("runId", comparison.champion().runId().value());
    json.put("metric", comparison.metric().word());
    json.put("value", comparison.value());
    json.put("championValue", comparison.championValue());
    json.put("difference", comparison.difference());
    json.put("low", comparison.low());
    json.put("high", comparison.high());
    json.set("rule", write(comparison.rule()));
    json.put("rows", comparison.rows());
    json.put("onlyNew", comparison.onlyNew());
    json.put("onlyChampion", comparison.onlyChampion());
    json.put("neither", comparison.neither());
    return json;
  }

  private static ChampionComparison comparison(JsonFields json) throws MalformedException {
    return new ChampionComparison(
        new ParentVersion(json.smallInteger("number"), json.parsed("runId", RunId::new)),
        json.word("metric", Metric.values(), Metric::word),
        json.number("value"),
        json.number("championValue"),
        json.number("difference"),
        json.number("low"),
        json.number("high"),
        championRule(json.object("rule")),
        json.integer("rows"),
        json.integer("onlyNew"),
        json.integer("onlyChampion"),
        json.integer("neither"));
  }

  private static ObjectNode write(SegmentMetric measure) {
    ObjectNode json = Json.object();
    json.put("column", measure.column());
    measure.segment().ifPresent(segment -> json.put("segment", segment));
    json.put("metric", measure.metric().word());
    measure.value().ifPresent(value -> json.put("value", value));
    json.put("rows", measure.rows());
    json.put("judged", measure.judged());
    return json;
  }

  private static SegmentMetric segment(JsonFields json) throws MalformedException {
    return new SegmentMetric(
        json.text("column"),
        json.has("segment") ? Optional.of(json.text("segment")) : Optional.empty(),
        json.word("metric", Metric.values(), Metric::word),
        json.has("value") ? Optional.of(json.number("value")) : Optional.empty(),
        json.integer("rows"),
        json.flag("judged"));
  }

  private static ObjectNode write(ChampionRule rule) {
    return Json.object()
        .put("worseBy", rule.worseBy())
        .put("confidence", rule.confidence())
        .put("judge", rule.judge().word());
  }

  private static ChampionRule championRule(JsonFields json) throws MalformedException {
    return new ChampionRule(
        json.number("worseBy"),
        json.number("confidence"),
        json.word("judge", ChampionRule.Judge.values(), ChampionRule.Judge::word));
  }

  private static SegmentRule segmentRule(JsonFields json) throws MalformedException {
    return new SegmentRule(
        json.text("column"), bound(json, "min"), bound(json, "max"), json.integer("minRows"));
  }

  private static void putBounds(ObjectNode json, OptionalDouble min, OptionalDouble max) {
    min.ifPresent(bound -> json.put("min", bound));
    max.ifPresent(bound -> json.put("max", bound));
  }

  private static OptionalDouble bound(JsonFields json, String name) throws MalformedException {
    return json.has(name) ? OptionalDouble.of(json.number(name)) : OptionalDouble.empty();
  }
}
