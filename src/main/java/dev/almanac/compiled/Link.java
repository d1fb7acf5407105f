package dev.almanac.compiled;

/** What a linear sum is put through. */
enum Link {
  NONE,
  /** Kept within 0 and 1. */
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
      case LOGISTIC -> Reals.logistic(value, floats);
      case EXP -> Reals.exp(value, floats);
      case CLOGLOG -> Reals.inverseCloglog(value, floats);
      case LOGLOG -> Reals.inverseLoglog(value, floats);
      case CAUCHIT -> Reals.inverseCauchit(value, floats);
    };
  }
}
