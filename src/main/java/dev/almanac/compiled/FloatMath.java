package dev.almanac.compiled;

import dev.almanac.pmml.StandardNormal;

/**
 * Mathematical functions of models in double or float precision, as PMML's evaluator computes them:
 * floats are rounded after each operation, and the exponential of a float is a power of e rounded
 * to a float.
 */
final class FloatMath {
  private static final double FLOAT_E = 2.7182817;
  private static final double FLOAT_PI = 3.1415927;

  private FloatMath() {}

  static double exp(double value, boolean floats) {
    return floats ? (float) Math.pow(FLOAT_E, value) : Math.exp(value);
  }

  static double pow(double value, double power, boolean floats) {
    return Target.round(Math.pow(value, power), floats);
  }

  /** The inverse of logit. */
  static double logistic(double value, boolean floats) {
    return round(1 / round(1 + exp(-value, floats), floats), floats);
  }

  /** In double precision; the evaluator has no float version. */
  static double inverseProbit(double value) {
    return StandardNormal.cumulative(value);
  }

  static double inverseCloglog(double value, boolean floats) {
    return round(1 - exp(-exp(value, floats), floats), floats);
  }

  static double inverseLoglog(double value, boolean floats) {
    return exp(-exp(-value, floats), floats);
  }

  static double inverseCauchit(double value, boolean floats) {
    return floats
        ? 0.5f + (1f / (float) FLOAT_PI) * (float) Math.atan(value)
        : 0.5 + (1 / Math.PI) * Math.atan(value);
  }

  static double inverseLogc(double value, boolean floats) {
    return round(1 - exp(value, floats), floats);
  }

  static double inverseNegbin(double value, double parameter, boolean floats) {
    double less = round(exp(-value, floats) - 1, floats);
    return round(1 / round(round(parameter, floats) * less, floats), floats);
  }

  static double inverseOddspower(double value, double parameter, boolean floats) {
    double given = round(parameter, floats);
    if (given == 0) {
      return logistic(value, floats);
    }
    double base = round(1 + round(given * value, floats), floats);
    double power = round(-round(1 / given, floats), floats);
    return round(1 / round(1 + pow(base, power, floats), floats), floats);
  }

  static double inversePower(double value, double parameter, boolean floats) {
    double given = round(parameter, floats);
    return given == 0 ? exp(value, floats) : pow(value, round(1 / given, floats), floats);
  }

  /**
   * Divides the numbers by their sum, unless it is 1.
   *
   * @return false if the sum is 0
   */
  static boolean shares(double[] numbers, int count, boolean floats) {
    double sum = numbers[0];
    for (int i = 1; i < count; i++) {
      sum = round(sum + numbers[i], floats);
    }
    if (sum == 0) {
      return false;
    }
    if (sum != 1) {
      for (int i = 0; i < count; i++) {
        numbers[i] = round(numbers[i] / sum, floats);
      }
    }
    return true;
  }

  /**
   * Softmax, after the maximum is subtracted.
   *
   * @return false if the sum is 0
   */
  static boolean softmax(double[] numbers, int count, boolean floats) {
    double most = numbers[0];
    for (int i = 1; i < count; i++) {
      most = numbers[i] > most ? numbers[i] : most;
    }
    for (int i = 0; i < count; i++) {
      numbers[i] = exp(round(numbers[i] - most, floats), floats);
    }
    return shares(numbers, count, floats);
  }

  private static double round(double value, boolean floats) {
    return floats ? (float) value : value;
  }
}
