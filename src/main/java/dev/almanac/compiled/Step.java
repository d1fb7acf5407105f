package dev.almanac.compiled;

/** One thing to do for all rows of a block. Immutable. */
interface Step {
  void run(Lanes lanes);

  /** Memory it takes, about. */
  default long bytes() {
    return 64;
  }
}
