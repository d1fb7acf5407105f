package dev.almanac.core;

import java.util.Objects;

/**
 * One measure of a model beside that of the champion, on the rows of the holdout that both scored.
 *
 * @param champion the version it was compared with
 * @param value the new model's measure
 * @param championValue the champion's
 * @param difference value - championValue; for a measure that is best at zero, of their distances
 *     from it
 * @param low where the interval of the difference begins; negative infinity if there are too few
 *     rows to tell
 * @param high where it ends
 * @param rule what was asked
 * @param rows rows that both scored
 * @param onlyNew rows of the holdout that the champion did not score
 * @param onlyChampion rows that the new model did not score
 * @param neither rows that none of the two scored
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
  /** A bound that was written in decimals is met by what equals it in decimals. */
  private static final double ROUNDING = 1e-12;

  /** Checks that nothing is missing. */
  public ChampionComparison {
    Objects.requireNonNull(champion, "champion");
    Objects.requireNonNull(metric, "metric");
    Objects.requireNonNull(rule, "rule");
  }

  /** By how much the new model is worse, as the rule judges; below 0 it is better. */
  public double worseBy() {
    double atLow = worse(low);
    double atHigh = worse(high);
    return switch (rule.judge()) {
      case DIFFERENCE -> worse(difference);
      case PESSIMISTIC -> Math.max(atLow, atHigh);
      case OPTIMISTIC -> Math.min(atLow, atHigh);
    };
  }

  /** Whether the rule is kept. */
  public boolean holds() {
    return worseBy() <= rule.worseBy() + ROUNDING;
  }

  /** value - other, by which way the measure improves. */
  public static double difference(Metric metric, double value, double other) {
    return metric.better() == Metric.Better.NEITHER
        ? Math.abs(value) - Math.abs(other)
        : value - other;
  }

  private double worse(double by) {
    return metric.better() == Metric.Better.HIGHER ? -by : by;
  }
}
