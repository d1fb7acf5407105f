package dev.almanac.compiled;

/** Activation function of a neuron. */
enum Activation {
  THRESHOLD,
  LOGISTIC,
  TANH,
  IDENTITY,
  EXPONENTIAL,
  RECIPROCAL,
  SQUARE,
  GAUSS,
  SINE,
  COSINE,
  ELLIOTT,
  ARCTAN,
  RECTIFIER;

  double apply(double value, double threshold) {
    return switch (this) {
      case THRESHOLD -> value > threshold ? 1 : 0;
      case LOGISTIC -> FloatMath.logistic(value, false);
      case TANH -> Math.tanh(value);
      case IDENTITY -> value;
      case EXPONENTIAL -> Math.exp(value);
      case RECIPROCAL -> 1 / value;
      case SQUARE -> value * value;
      case GAUSS -> Math.exp(-(value * value));
      case SINE -> Math.sin(value);
      case COSINE -> Math.cos(value);
      case ELLIOTT -> value / (1 + Math.abs(value));
      case ARCTAN -> 2 * Math.atan(value) / Math.PI;
      case RECTIFIER -> Math.max(value, 0);
    };
  }
}
