package dev.almanac.evaluation;

import dev.almanac.core.ChampionComparison;
import dev.almanac.core.Evaluation;
import dev.almanac.core.GateResult;
import dev.almanac.core.Metric;
import dev.almanac.core.SegmentMetric;
import dev.almanac.core.TaskType;
import dev.almanac.core.Text;
import dev.almanac.core.spec.GateRule;
import dev.almanac.core.spec.SegmentRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Checks a model's metrics against the gate rules before registration. */
public final class Gate {
  /** Up to this many segments of a column are listed in messages; all are checked. */
  private static final int MOST_LISTED = 10;

  private Gate() {}

  /**
   * Violations of bounds on the whole holdout, one sentence each; empty if the model passes. A
   * metric that is undefined on the holdout violates its bounds.
   */
  public static List<String> check(List<GateRule> rules, Evaluation evaluation) {
    List<String> violations = new ArrayList<>();
    String rows = "on " + Text.count(evaluation.rows(), "holdout row");
    for (GateRule rule : rules) {
      if (rule.min().isEmpty() && rule.max().isEmpty()) {
        continue;
      }
      violations.addAll(
          bounds(
              rule.metric(),
              evaluation.metric(rule.metric()),
              rule.min(),
              rule.max(),
              evaluation.task(),
              rows));
    }
    return List.copyOf(violations);
  }

  /** Violations of champion limits and segment rules, likewise. */
  public static List<String> check(List<GateRule> rules, TaskType task, GateResult judgement) {
    List<String> violations = new ArrayList<>();
    for (ChampionComparison comparison : judgement.champion()) {
      if (!comparison.holds()) {
        violations.add(describe(comparison));
      }
    }
    for (GateRule rule : rules) {
      for (SegmentRule segment : rule.segments()) {
        violations.addAll(segments(rule.metric(), segment, task, judgement));
      }
    }
    return List.copyOf(violations);
  }

  /** A comparison as a sentence. */
  public static String describe(ChampionComparison comparison) {
    double allowed = comparison.rule().worseBy();
    String judged =
        switch (comparison.rule().judge()) {
          case DIFFERENCE -> "the difference";
          case PESSIMISTIC -> "the worst end of the interval";
          case OPTIMISTIC -> "the best end of the interval";
        };
    return "%s %s against %s of the champion, %s, on %s that both scored: difference %s, %s %% interval %s to %s; by %s it is %s"
        .formatted(
            comparison.metric().word(),
            four(comparison.value()),
            four(comparison.championValue()),
            comparison.champion(),
            Text.count(comparison.rows(), "holdout row"),
            signed(comparison.difference()),
            plain(Math.rint(1e4 * comparison.rule().confidence()) / 100),
            signed(comparison.low()),
            signed(comparison.high()),
            judged,
            comparison.holds()
                ? "within what is allowed, " + allowed(allowed)
                : "worse by %s, and allowed is %s"
                    .formatted(four(comparison.worseBy()), allowed(allowed)));
  }

  private static List<String> segments(
      Metric metric, SegmentRule rule, TaskType task, GateResult judgement) {
    List<String> violations = new ArrayList<>();
    for (SegmentMetric measure : judgement.segments()) {
      if (measure.metric() == metric
          && measure.column().equals(rule.column())
          && measure.judged()) {
        violations.addAll(
            bounds(
                metric,
                measure.value(),
                rule.min(),
                rule.max(),
                task,
                "on the %s where %s"
                    .formatted(Text.count(measure.rows(), "holdout row"), measure.where())));
      }
    }
    if (violations.size() > MOST_LISTED) {
      int more = violations.size() - MOST_LISTED;
      violations.subList(MOST_LISTED, violations.size()).clear();
      violations.add(
          String.format(
              Locale.ROOT,
              "and %d more bounds on %s by %s do not hold",
              more,
              metric.word(),
              rule.column()));
    }
    return violations;
  }

  private static List<String> bounds(
      Metric metric,
      Optional<Double> value,
      OptionalDouble min,
      OptionalDouble max,
      TaskType task,
      String rows) {
    if (value.isEmpty()) {
      return List.of("%s has no value %s%s".formatted(metric.word(), rows, why(metric, task)));
    }
    List<String> violations = new ArrayList<>();
    if (min.isPresent() && value.get() < min.getAsDouble()) {
      violations.add(describe(metric, value.get(), "below the minimum", min.getAsDouble(), rows));
    }
    if (max.isPresent() && value.get() > max.getAsDouble()) {
      violations.add(describe(metric, value.get(), "above the maximum", max.getAsDouble(), rows));
    }
    return violations;
  }

  private static String describe(
      Metric metric, double value, String where, double bound, String rows) {
    return "%s %s is %s %s %s"
        .formatted(metric.word(), measured(value, bound), where, plain(bound), rows);
  }

  private static String why(Metric metric, TaskType task) {
    if (!Metric.of(task).contains(metric)) {
      return ": it is no measure of a " + task.word() + " task";
    }
    return task.isClassification()
        ? ": a label it needs does not occur there"
        : ": the actual values do not vary there";
  }

  /** The value with three decimals, or as many as distinguish it from the bound. */
  private static String measured(double value, double bound) {
    for (int decimals = 3; decimals <= 15; decimals++) {
      String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
      double shown = Double.parseDouble(text);
      if (shown != bound && (shown < bound) == (value < bound)) {
        return text;
      }
    }
    return Double.toString(value);
  }

  private static String allowed(double worseBy) {
    return worseBy < 0
        ? "no less than better by " + plain(-worseBy)
        : "at most worse by " + plain(worseBy);
  }

  private static String four(double value) {
    return String.format(
        Locale.ROOT, value == 0 || Math.abs(value) >= 5e-3 ? "%.4f" : "%.3g", value);
  }

  private static String signed(double value) {
    return Double.isFinite(value) ? (value > 0 ? "+" : "") + four(value) : "unknown";
  }

  private static String plain(double bound) {
    return bound == Math.rint(bound) && Math.abs(bound) < 1e15
        ? Long.toString((long) bound)
        : Double.toString(bound);
  }
}
