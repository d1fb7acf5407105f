package dev.almanac.compiled;

/** Inverse link function of a generalized linear model. */
record GeneralLink(Kind kind, double parameter) {
  static final GeneralLink IDENTITY = new GeneralLink(Kind.IDENTITY, 0);

  /** The link functions by their PMML names. */
  enum Kind {
    IDENTITY,
    CLOGLOG,
    LOG,
    LOGC,
    LOGIT,
    LOGLOG,
    NEGBIN,
    ODDSPOWER,
    POWER,
    PROBIT
  }

  double apply(double value, boolean floats) {
    return switch (kind) {
      case IDENTITY -> value;
      case CLOGLOG -> FloatMath.inverseCloglog(value, floats);
      case LOG -> FloatMath.exp(value, floats);
      case LOGC -> FloatMath.inverseLogc(value, floats);
      case LOGIT -> FloatMath.logistic(value, floats);
      case LOGLOG -> FloatMath.inverseLoglog(value, floats);
      case NEGBIN -> FloatMath.inverseNegbin(value, parameter, floats);
      case ODDSPOWER -> FloatMath.inverseOddspower(value, parameter, floats);
      case POWER -> FloatMath.inversePower(value, parameter, floats);
      case PROBIT -> FloatMath.inverseProbit(value);
    };
  }
}
