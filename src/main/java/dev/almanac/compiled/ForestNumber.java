package dev.almanac.compiled;

/** The sum or average of the leaf values of a forest. */
final class ForestNumber extends ForestSums {
  private final int to;
  private final boolean floats;
  private final double divisor;
  private final Target target;
  private final boolean hasFaults;

  /**
   * Writes a number.
   *
   * @param scratch index of the buffer for one sum per row
   * @param hasFaults whether a missing leaf value can also mean that PMML rejects the row
   */
  ForestNumber(
      ForestRun forest,
      int to,
      int scratch,
      boolean floats,
      double divisor,
      Target target,
      boolean hasFaults) {
    super(forest, scratch);
    this.to = to;
    this.floats = floats;
    this.divisor = divisor;
    this.target = target;
    this.hasFaults = hasFaults;
  }

  @Override
  ForestRun.Visitor adder(double[] sums) {
    return floats ? new Floats(sums) : new Doubles(sums);
  }

  /** Adds in double precision. */
  private static final class Doubles implements ForestRun.PairVisitor {
    private final double[] sums;

    Doubles(double[] sums) {
      this.sums = sums;
    }

    @Override
    public void tree(double[] leafValues, int[] rows, int[] leaves, int count) {
      for (int i = 0; i < count; i++) {
        sums[rows[i]] += leafValues[leaves[i]];
      }
    }

    @Override
    public void two(double[] first, byte[] firstLeaves, double[] second, byte[] secondLeaves) {
      double[] all = sums;
      for (int i = 0; i < RowBatch.ROWS; i++) {
        all[i] = all[i] + first[firstLeaves[i] & 0xff] + second[secondLeaves[i] & 0xff];
      }
    }
  }

  /** Adds in single precision. */
  private static final class Floats implements ForestRun.PairVisitor {
    private final double[] sums;

    Floats(double[] sums) {
      this.sums = sums;
    }

    @Override
    public void tree(double[] leafValues, int[] rows, int[] leaves, int count) {
      for (int i = 0; i < count; i++) {
        sums[rows[i]] = (float) (sums[rows[i]] + leafValues[leaves[i]]);
      }
    }

    @Override
    public void two(double[] first, byte[] firstLeaves, double[] second, byte[] secondLeaves) {
      double[] all = sums;
      for (int i = 0; i < RowBatch.ROWS; i++) {
        double sum = (float) (all[i] + first[firstLeaves[i] & 0xff]);
        all[i] = (float) (sum + second[secondLeaves[i] & 0xff]);
      }
    }
  }

  @Override
  void finish(VectorRegisters lanes, double[] sums, long refused) {
    double[] results = lanes.values[to];
    long missing = 0;
    long failed = refused;
    for (int row = 0; row < lanes.rows; row++) {
      double sum = divisor == 1 ? sums[row] : Target.round(sums[row] / divisor, floats);
      double result = target.isPlain() ? sum : target.apply(sum, floats);
      results[row] = result;
      if (Double.isNaN(result)) {
        boolean none = Double.isNaN(sum) && !hasFaults;
        missing |= none ? 1L << row : 0;
        failed |= none ? 0 : 1L << row;
      }
    }
    lanes.missing[to] = missing;
    lanes.failed[to] = failed & lanes.live;
  }
}
