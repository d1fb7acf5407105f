package dev.almanac.evaluation;

import dev.almanac.core.Evaluation;
import dev.almanac.core.spec.GateRule;
import java.util.List;

/** Says whether a model is good enough to be published. */
public final class Gate {
  private Gate() {}

  /** One sentence for each rule that does not hold; empty means the model passes. */
  public static List<String> check(List<GateRule> rules, Evaluation evaluation) {
    if (rules.isEmpty()) {
      return List.of();
    }
    throw new UnsupportedOperationException(rows(rules) + evaluation);
  }

  private static String rows(List<GateRule> rules) {
    return rules.toString();
  }
}
