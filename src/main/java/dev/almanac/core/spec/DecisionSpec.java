package dev.almanac.core.spec;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Decision rule from class probabilities to a label. It is not part of the model, since PMML export
 * drops Spark's thresholds silently. At most one of {@code threshold}, {@code thresholds} and
 * {@code costs} is set; abstention combines with each.
 *
 * @param threshold binary: the positive label is decided at or above this probability
 * @param thresholds by label, above 0: the label with the largest probability / threshold is
 *     decided, as with Spark's {@code thresholds}. Empty, or one for each label
 * @param costs cost by actual label, then by decided label: the label with the least expected cost
 *     is decided. Costs that are not given are 0 for a right and 1 for a wrong decision
 * @param abstainBelow the decision abstains if the probability of the label is below this value
 */
public record DecisionSpec(
    double threshold,
    Map<String, Double> thresholds,
    Map<String, Map<String, Double>> costs,
    OptionalDouble abstainBelow) {
  private static final double HALF = 0.5;

  /** The most probable label, without abstention. */
  public static final DecisionSpec MIDDLE = new DecisionSpec(HALF);

  /** A binary threshold only. */
  public DecisionSpec(double threshold) {
    this(threshold, Map.of(), Map.of(), OptionalDouble.empty());
  }

  /**
   * @throws IllegalArgumentException if a number is out of range or two parts contradict each other
   */
  public DecisionSpec {
    thresholds = Collections.unmodifiableMap(new TreeMap<>(thresholds));
    Map<String, Map<String, Double>> sorted = new TreeMap<>();
    costs.forEach(
        (actual, row) -> sorted.put(actual, Collections.unmodifiableMap(new TreeMap<>(row))));
    costs = Collections.unmodifiableMap(sorted);
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("a threshold is 0 to 1, not " + threshold);
    }
    thresholds.forEach(
        (label, value) -> {
          if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException(
                "the threshold of '%s' is above 0 and at most 1, not %s".formatted(label, value));
          }
        });
    costs.forEach((actual, row) -> row.forEach((decided, cost) -> check(actual, decided, cost)));
    int said = (threshold == HALF ? 0 : 1) + (thresholds.isEmpty() ? 0 : 1);
    if (said + (costs.isEmpty() ? 0 : 1) > 1) {
      throw new IllegalArgumentException(
          "threshold, thresholds and costs are three ways to say the same; keep one of them");
    }
    if (abstainBelow.isPresent()
        && !(abstainBelow.getAsDouble() > 0 && abstainBelow.getAsDouble() <= 1)) {
      throw new IllegalArgumentException(
          "abstain-below is a probability above 0, not " + abstainBelow.getAsDouble());
    }
  }

  /** Whether only the threshold is set. */
  public boolean isPlain() {
    return thresholds.isEmpty() && costs.isEmpty() && abstainBelow.isEmpty();
  }

  /**
   * Description of the rule, as a clause without a full stop.
   *
   * @param positive the positive label of a binary task; empty otherwise
   */
  public String describe(String positive) {
    String rule;
    if (!costs.isEmpty()) {
      rule = "the label of the least expected cost";
    } else if (!thresholds.isEmpty()) {
      rule = "the label with the largest probability / threshold, thresholds " + thresholds;
    } else if (positive.isEmpty()) {
      rule = "the most probable label";
    } else {
      rule = "'%s' from a probability of %s".formatted(positive, threshold);
    }
    return abstainBelow.isPresent()
        ? "%s; nothing where its probability is below %s"
            .formatted(rule, abstainBelow.getAsDouble())
        : rule;
  }

  private static void check(String actual, String decided, double cost) {
    if (!(cost >= 0) || !Double.isFinite(cost)) {
      throw new IllegalArgumentException(
          "the cost of deciding '%s' for '%s' is a number of at least 0, not %s"
              .formatted(decided, actual, cost));
    }
  }
}
