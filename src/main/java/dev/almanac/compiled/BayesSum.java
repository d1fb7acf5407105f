package dev.almanac.compiled;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Sums logarithms per label and normalizes them to probabilities. A missing value adds nothing. */
final class BayesSum implements Step {
  private static final Normalizer SOFTMAX = new Normalizer(Normalizer.Kind.SOFTMAX, Link.NONE);

  private final double[] priors;
  private final List<Part> parts;
  private final int[] probabilities;

  /**
   * The terms of one input.
   *
   * @param tables by label, for a categorical value
   * @param functions by label, for a number
   */
  record Part(Value value, List<Map<Double, Double>> tables, List<DoubleUnaryOperator> functions) {
    /** The same with tables of a known number of texts. */
    Part with(int words) {
      if (tables.isEmpty()) {
        return this;
      }
      return new Part(
          value,
          List.of(),
          tables.stream()
              .map(
                  table ->
                      value.isText()
                          ? new Expressions.Table(table, words, 0)
                          : (DoubleUnaryOperator) number -> table.getOrDefault(number, 0.0))
              .toList());
    }
  }

  BayesSum(double[] priors, List<Part> parts, int[] probabilities) {
    this.priors = priors;
    this.parts = List.copyOf(parts);
    this.probabilities = probabilities;
  }

  @Override
  public void run(VectorRegisters lanes) {
    long failed = 0;
    for (int label = 0; label < probabilities.length; label++) {
      Arrays.fill(lanes.values[probabilities[label]], priors[label]);
    }
    for (Part part : parts) {
      int register = part.value().register();
      double[] values = lanes.values[register];
      long missing = lanes.missing[register];
      failed |= lanes.failed[register];
      for (int label = 0; label < probabilities.length; label++) {
        DoubleUnaryOperator function = part.functions().get(label);
        double[] sums = lanes.values[probabilities[label]];
        for (int row = 0; row < lanes.rows; row++) {
          sums[row] += (missing >>> row & 1) == 0 ? function.applyAsDouble(values[row]) : 0;
        }
      }
    }
    failed |= LinearLabels.normalize(lanes, SOFTMAX, probabilities, false);
    for (int register : probabilities) {
      lanes.missing[register] = 0;
      lanes.failed[register] = failed & lanes.live;
    }
  }
}
