package dev.almanac.config;

import com.typesafe.config.ConfigObject;
import dev.almanac.core.ChampionRule;
import dev.almanac.core.Metric;
import dev.almanac.core.TaskType;
import dev.almanac.core.Text;
import dev.almanac.core.spec.GateRule;
import dev.almanac.core.spec.SegmentRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Parses {@code train.gate}. */
final class GateParser {
  private static final List<String> METRICS =
      Arrays.stream(Metric.values()).map(Metric::word).toList();
  private static final Map<String, ChampionRule.Judge> JUDGES =
      Values.words(ChampionRule.Judge::word, List.of(ChampionRule.Judge.values()));

  private final Section train;
  private final List<Section> compared = new ArrayList<>();

  GateParser(Section train) {
    this.train = train;
  }

  Supplier<List<GateRule>> parse(Optional<TaskType> task) {
    List<Supplier<GateRule>> rules = new ArrayList<>();
    train
        .children("gate", "each.gate")
        .forEach(
            (word, rule) -> {
              rules.add(rule(metric(word, rule, task), rule));
              if (task.equals(Optional.of(TaskType.CLUSTERING))) {
                requireNoTruth(rule);
              }
            });
    return () -> rules.stream().map(Supplier::get).toList();
  }

  /**
   * Records a problem for each rule with a champion comparison, because the job has no champion.
   */
  void noChampion() {
    compared.forEach(
        rule ->
            rule.problem(
                "champion",
                "there is none where alias = none; name the alias that tells which version to be compared with, or leave this out"));
  }

  private static void requireNoTruth(Section rule) {
    if (rule.value("champion").isPresent()) {
      rule.problem(
          "champion", "a clustering knows no answer to compare two models by; leave it out");
    }
    if (!hasNoSegments(rule)) {
      rule.problem("segments", "a clustering is judged as a whole; leave them out");
    }
  }

  private Supplier<GateRule> rule(Optional<Metric> metric, Section rule) {
    Bounds bounds = Bounds.of(rule);
    Optional<Supplier<ChampionRule>> champion = champion(rule);
    List<Supplier<SegmentRule>> segments = new ArrayList<>();
    rule.children("segments", "each.segment")
        .forEach((column, segment) -> segments.add(segment(column, segment)));
    rule.noOthers();
    if (metric.isPresent() && bounds.right()) {
      // the champion and segment parsers record their own problems
      if (bounds.given() || (champion.isEmpty() && hasNoSegments(rule))) {
        rule.attempt(() -> new GateRule(metric.get(), bounds.min(), bounds.max()));
      }
    }
    return () ->
        new GateRule(
            metric.orElseThrow(),
            bounds.min(),
            bounds.max(),
            champion.map(Supplier::get),
            segments.stream().map(Supplier::get).toList());
  }

  private static boolean hasNoSegments(Section rule) {
    return rule.value("segments")
        .map(value -> value instanceof ConfigObject block && block.isEmpty())
        .orElse(true);
  }

  private Optional<Supplier<ChampionRule>> champion(Section rule) {
    if (rule.value("champion").isEmpty()) {
      return Optional.empty();
    }
    compared.add(rule);
    Section champion = rule.child("champion", "each.champion");
    OptionalDouble worseBy = champion.require("worse-by", "write 0").number("worse-by");
    OptionalDouble confidence = champion.require("confidence", "write 0.95").number("confidence");
    Optional<ChampionRule.Judge> judge =
        champion.require("judge", "write difference").oneOf("judge", JUDGES);
    champion.noOthers();
    confidence.ifPresent(
        c ->
            champion.attempt(
                "confidence", () -> new ChampionRule(0, c, ChampionRule.Judge.DIFFERENCE)));
    return Optional.of(
        () ->
            new ChampionRule(worseBy.orElseThrow(), confidence.orElseThrow(), judge.orElseThrow()));
  }

  private static Supplier<SegmentRule> segment(String column, Section segment) {
    Identifiers.column(column).ifPresent(segment::problem);
    Bounds bounds = Bounds.of(segment);
    Optional<Long> minRows =
        segment.require("min-rows", "write 100").whole("min-rows", 1, Integer.MAX_VALUE);
    segment.noOthers();
    if (bounds.right()) {
      segment.attempt(() -> new SegmentRule(column, bounds.min(), bounds.max(), 1));
    }
    return () -> new SegmentRule(column, bounds.min(), bounds.max(), minRows.orElseThrow());
  }

  /** The bounds {@code min} and {@code max}, and whether both are valid. */
  private record Bounds(OptionalDouble min, OptionalDouble max, boolean right) {
    static Bounds of(Section section) {
      OptionalDouble min = section.number("min");
      OptionalDouble max = section.number("max");
      return new Bounds(
          min,
          max,
          min.isPresent() == section.value("min").isPresent()
              && max.isPresent() == section.value("max").isPresent());
    }

    boolean given() {
      return min.isPresent() || max.isPresent();
    }
  }

  private static Optional<Metric> metric(String word, Section bounds, Optional<TaskType> task) {
    Optional<Metric> metric = Metric.find(word);
    if (metric.isEmpty()) {
      String hint =
          Text.nearest(word, METRICS)
              .map(near -> "did you mean '" + near + "'?")
              .orElseGet(() -> "there are " + String.join(", ", METRICS));
      bounds.problem("is no measure; " + hint);
    } else if (task.isPresent() && !Metric.of(task.get()).contains(metric.get())) {
      String own =
          Metric.of(task.get()).stream().map(Metric::word).collect(Collectors.joining(", "));
      bounds.problem("is no measure of a %s task, which has %s".formatted(task.get().word(), own));
    }
    return metric;
  }
}
