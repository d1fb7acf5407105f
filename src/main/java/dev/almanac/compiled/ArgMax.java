package dev.almanac.compiled;

/** Selects the most probable label; of equally probable labels the first. */
final class ArgMax implements Step {
  private final int[] probabilities;
  private final int to;

  /**
   * Compares registers.
   *
   * @param probabilities registers; the first is also missing where there is no answer
   * @param to the register of the label's index
   */
  ArgMax(int[] probabilities, int to) {
    this.probabilities = probabilities;
    this.to = to;
  }

  @Override
  public void run(VectorRegisters lanes) {
    long missing = lanes.missing[probabilities[0]] & lanes.live;
    long failed = lanes.failed[probabilities[0]];
    failed |= find(lanes, probabilities, lanes.values[to], true) & ~missing;
    lanes.missing[to] = missing;
    lanes.failed[to] = failed & lanes.live;
  }

  /**
   * Finds the index of the greatest register in each row.
   *
   * @param ordered whether the first of two equal registers wins; otherwise such rows are undecided
   * @return the undecided rows, one bit per row
   */
  static long find(VectorRegisters lanes, int[] probabilities, double[] winners, boolean ordered) {
    long unclear = 0;
    double[] first = lanes.values[probabilities[0]];
    for (int row = 0; row < lanes.rows; row++) {
      double most = first[row];
      int winner = 0;
      boolean clear = !Double.isNaN(most);
      for (int k = 1; k < probabilities.length; k++) {
        double next = lanes.values[probabilities[k]][row];
        clear &= !Double.isNaN(next) && (ordered || next != most);
        if (next > most) {
          most = next;
          winner = k;
        }
      }
      winners[row] = winner;
      unclear |= clear ? 0 : 1L << row;
    }
    return unclear;
  }
}
