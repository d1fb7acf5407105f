package dev.almanac.pmml;

import org.jpmml.evaluator.NormalDistributionUtil;

/** The standard normal distribution, by the very function that the evaluator asks. */
public final class StandardNormal {
  private StandardNormal() {}

  /** The probability of a number at most this one: the inverse of the link <em>probit</em>. */
  public static double cumulative(double value) {
    return NormalDistributionUtil.cumulativeProbability(value);
  }
}
