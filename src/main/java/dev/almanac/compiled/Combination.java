package dev.almanac.compiled;

import org.dmg.pmml.mining.Segmentation.MultipleModelMethod;

/**
 * Combines the numbers of an ensemble into one. Sums are computed in the order of the segments.
 *
 * @param method the aggregation method
 * @param weights one per segment
 * @param floats whether sums are rounded to floats
 */
record Combination(MultipleModelMethod method, java.util.List<Double> weights, boolean floats) {
  boolean isWeighted() {
    return method == MultipleModelMethod.WEIGHTED_SUM
        || method == MultipleModelMethod.WEIGHTED_AVERAGE;
  }

  boolean isAverage() {
    return method == MultipleModelMethod.AVERAGE || method == MultipleModelMethod.WEIGHTED_AVERAGE;
  }

  /** The term that a segment adds to the sum. */
  double share(int segment, double value) {
    double weight = weights.get(segment);
    double rounded = round(value);
    return isWeighted() && weight != 1 ? round(round(weight) * rounded) : rounded;
  }

  /** The divisor of the sum; 0 if there is no valid one. */
  double divisor() {
    if (!isAverage()) {
      return 1;
    }
    if (!isWeighted()) {
      return weights.size();
    }
    double sum = 0;
    for (double weight : weights) {
      sum = round(sum + round(weight));
    }
    return sum;
  }

  double round(double value) {
    return Target.round(value, floats);
  }
}
