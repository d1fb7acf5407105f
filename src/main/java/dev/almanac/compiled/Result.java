package dev.almanac.compiled;

import java.util.List;

/** What a model answers, as registers. */
sealed interface Result {
  /** The register that says whether there is an answer. */
  int register();

  /** Whether the answer can be missing. */
  boolean nullable();

  /** A number. */
  record Numeric(Value value) implements Result {
    @Override
    public int register() {
      return value.register();
    }

    @Override
    public boolean nullable() {
      return value.nullable();
    }
  }

  /**
   * A label.
   *
   * @param labels all that it can be, as text
   * @param register its index among them
   * @param probabilities registers in the same order, which is the order in which PMML breaks ties;
   *     empty if there are none
   */
  record Label(List<String> labels, int register, List<Integer> probabilities, boolean nullable)
      implements Result {}
}
