package dev.almanac.core;

import java.util.Objects;

/**
 * Comparison of a new model with the champion in one metric, on the holdout rows that both scored.
 *
 * @param champion the champion's version
 * @param value the new model's metric
 * @param championValue the champion's metric
 * @param difference value - championValue; for a metric whose best value is zero, the difference of
 *     the distances from zero
 * @param low lower end of the difference's confidence interval; negative infinity if there are too
 *     few rows for an interval
 * @param high upper end of the interval
 * @param rule the rule that the comparison is checked against
 * @param rows rows that both scored
 * @param onlyNew holdout rows that only the new model scored
 * @param onlyChampion holdout rows that only the champion scored
 * @param neither rows that neither scored
 */
public record ChampionComparison(
    ParentVersion champion,
    Metric metric,
    double value,
    double championValue,
    double difference,
    double low,
    double high,
    ChampionRule rule,
    long rows,
    long onlyNew,
    long onlyChampion,
    long neither) {
  /**
   * Rounding tolerance: a bound written in decimals is met by a value that equals it in decimals.
   */
  private static final double ROUNDING = 1e-12;

  /** Checks that no part is null. */
  public ChampionComparison {
    Objects.requireNonNull(champion, "champion");
    Objects.requireNonNull(metric, "metric");
    Objects.requireNonNull(rule, "rule");
  }

  /** By how much the new model is worse, by the rule's criterion; negative if it is better. */
  public double worseBy() {
    double atLow = worse(low);
    double atHigh = worse(high);
    return switch (rule.judge()) {
      case DIFFERENCE -> worse(difference);
      case PESSIMISTIC -> Math.max(atLow, atHigh);
      case OPTIMISTIC -> Math.min(atLow, atHigh);
    };
  }

  /** Whether the rule holds. */
  public boolean holds() {
    return worseBy() <= rule.worseBy() + ROUNDING;
  }

  /** value - other; |value| - |other| for a metric whose best value is zero. */
  public static double difference(Metric metric, double value, double other) {
    return metric.better() == Metric.Better.NEITHER
        ? Math.abs(value) - Math.abs(other)
        : value - other;
  }

  private double worse(double by) {
    return metric.better() == Metric.Better.HIGHER ? -by : by;
  }
}
