package dev.almanac.evaluation;

import dev.almanac.core.Evaluation;
import dev.almanac.core.Metric;
import dev.almanac.core.Text;
import dev.almanac.core.spec.GateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says whether a model is good enough to be published. */
public final class Gate {
  private Gate() {}

  /**
   * One sentence for each bound that does not hold; empty means the model passes. A measure without
   * a value on this holdout holds no bound: what was not measured is not known to be good.
   */
  public static List<String> check(List<GateRule> rules, Evaluation evaluation) {
    List<String> violations = new ArrayList<>();
    String rows = "on " + Text.grouped(evaluation.rows()) + " holdout rows";
    for (GateRule rule : rules) {
      Optional<Double> value = evaluation.metric(rule.metric());
      if (value.isEmpty()) {
        violations.add(
            "%s has no value %s%s".formatted(rule.metric().word(), rows, why(rule, evaluation)));
        continue;
      }
      if (rule.min().isPresent() && value.get() < rule.min().getAsDouble()) {
        violations.add(
            told(rule, value.get(), "below the minimum", rule.min().getAsDouble(), rows));
      }
      if (rule.max().isPresent() && value.get() > rule.max().getAsDouble()) {
        violations.add(
            told(rule, value.get(), "above the maximum", rule.max().getAsDouble(), rows));
      }
    }
    return List.copyOf(violations);
  }

  private static String told(GateRule rule, double value, String where, double bound, String rows) {
    return "%s %s is %s %s %s"
        .formatted(rule.metric().word(), measured(value, bound), where, plain(bound), rows);
  }

  private static String why(GateRule rule, Evaluation evaluation) {
    if (!Metric.of(evaluation.task()).contains(rule.metric())) {
      return ": it is no measure of a " + evaluation.task().word() + " task";
    }
    return evaluation.task().isClassification()
        ? ": a label it needs does not occur there"
        : ": the actual values do not vary there";
  }

  /** Three decimals, or as many as it takes to see that it is not the bound. */
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

  private static String plain(double bound) {
    return bound == Math.rint(bound) && Math.abs(bound) < 1e15
        ? Long.toString((long) bound)
        : Double.toString(bound);
  }
}
