package dev.almanac.core.spec;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What is decided from the probabilities of a classification. Kept out of the model itself, since
 * PMML export drops Spark's thresholds without a word. At most one of {@code threshold}, {@code
 * thresholds} and {@code costs} says something; abstention goes with each.
 *
 * @param threshold binary: positive at or above this probability
 * @param thresholds by label, above 0: the label with the largest probability / threshold is
 *     chosen, as Spark's {@code thresholds} do. Empty, or one for each label
 * @param costs by actual label, by decided label: what it costs to decide so when that is true. The
 *     label of the least expected cost is chosen. What is not named costs 0 if right and 1 if wrong
 * @param abstainBelow nothing is decided where the probability of the label that would be is below
 */
public record DecisionSpec(
    double threshold,
    Map<String, Double> thresholds,
    Map<String, Map<String, Double>> costs,
    OptionalDouble abstainBelow) {
  private static final double HALF = 0.5;

  /** The most probable label, always. */
  public static final DecisionSpec MIDDLE = new DecisionSpec(HALF);

  /** A threshold of a binary task and nothing else. */
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

  /** Whether all there is to it is the threshold. */
  public boolean isPlain() {
    return thresholds.isEmpty() && costs.isEmpty() && abstainBelow.isEmpty();
  }

  /**
   * What is decided, for people, as a clause without a full stop.
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
