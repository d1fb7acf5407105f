package dev.almanac.compiled;

/** The inverse link function of a generalized linear model. */
record GeneralLink(Kind kind, double parameter) {
  static final GeneralLink IDENTITY = new GeneralLink(Kind.IDENTITY, 0);

  /** PMML's names. */
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
      case CLOGLOG -> Reals.inverseCloglog(value, floats);
      case LOG -> Reals.exp(value, floats);
      case LOGC -> Reals.inverseLogc(value, floats);
      case LOGIT -> Reals.logistic(value, floats);
      case LOGLOG -> Reals.inverseLoglog(value, floats);
      case NEGBIN -> Reals.inverseNegbin(value, parameter, floats);
      case ODDSPOWER -> Reals.inverseOddspower(value, parameter, floats);
      case POWER -> Reals.inversePower(value, parameter, floats);
      case PROBIT -> Reals.inverseProbit(value);
    };
  }
}
