package dev.almanac.compiled;

/** Function that is applied to a linear sum. */
enum Link {
  NONE,
  /** Clamped to the range 0 to 1. */
  CLAMPED,
  LOGISTIC,
  EXP,
  CLOGLOG,
  LOGLOG,
  CAUCHIT;

  double apply(double value, boolean floats) {
    return switch (this) {
      case NONE -> value;
      case CLAMPED -> Math.min(Math.max(value, 0), 1);
      case LOGISTIC -> FloatMath.logistic(value, floats);
      case EXP -> FloatMath.exp(value, floats);
      case CLOGLOG -> FloatMath.inverseCloglog(value, floats);
      case LOGLOG -> FloatMath.inverseLoglog(value, floats);
      case CAUCHIT -> FloatMath.inverseCauchit(value, floats);
    };
  }
}
