package dev.almanac.compiled;

import java.util.List;

/** The probabilities of a regression with one table of coefficients per label. */
final class LinearLabels implements Step {
  private final List<Linear> sums;
  private final Normalizer normalizer;
  private final boolean floats;
  private final int[] probabilities;

  LinearLabels(List<Linear> sums, Normalizer normalizer, boolean floats, int[] probabilities) {
    this.sums = List.copyOf(sums);
    this.normalizer = normalizer;
    this.floats = floats;
    this.probabilities = probabilities;
  }

  @Override
  public void run(VectorRegisters lanes) {
    long missing = 0;
    long failed = 0;
    for (int k = 0; k < probabilities.length; k++) {
      sums.get(k).sum(lanes, lanes.values[probabilities[k]]);
      missing |= sums.get(k).missing(lanes);
      failed |= sums.get(k).failed(lanes);
    }
    failed |= normalize(lanes, normalizer, probabilities, floats) & ~missing;
    for (int register : probabilities) {
      lanes.missing[register] = missing;
      lanes.failed[register] = failed;
    }
  }

  /**
   * Normalizes registers row by row.
   *
   * @return the undecided rows, one bit per row
   */
  static long normalize(
      VectorRegisters lanes, Normalizer normalizer, int[] registers, boolean floats) {
    double[] numbers = lanes.row;
    long failed = 0;
    for (int row = 0; row < lanes.rows; row++) {
      for (int k = 0; k < registers.length; k++) {
        numbers[k] = lanes.values[registers[k]][row];
      }
      if (!normalizer.apply(numbers, registers.length, floats)) {
        failed |= 1L << row;
      }
      for (int k = 0; k < registers.length; k++) {
        lanes.values[registers[k]][row] = numbers[k];
      }
    }
    return failed;
  }
}
