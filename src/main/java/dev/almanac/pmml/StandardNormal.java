package dev.almanac.pmml;

import org.jpmml.evaluator.NormalDistributionUtil;

/** Standard normal distribution, computed by the same function as in the evaluator. */
public final class StandardNormal {
  private StandardNormal() {}

  /** Cumulative distribution function: the inverse of the link <em>probit</em>. */
  public static double cumulative(double value) {
    return NormalDistributionUtil.cumulativeProbability(value);
  }
}
