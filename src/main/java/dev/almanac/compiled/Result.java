package dev.almanac.compiled;

import java.util.List;

/** The registers of a model's answer. */
sealed interface Result {
  /** The register that is missing where there is no answer. */
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
   * @param labels all possible labels, as text
   * @param register the index of the label among them
   * @param probabilities registers in the same order, in which PMML breaks ties; empty if there are
   *     none
   * @param nullable whether the answer can be missing
   */
  record Label(List<String> labels, int register, List<Integer> probabilities, boolean nullable)
      implements Result {}
}
