package dev.almanac.compiled;

import java.util.Arrays;

/** Adds up what the trees of a forest tell: by single blocks, or by several at once if it can. */
abstract sealed class ForestSums implements Step permits ForestLabel, ForestNumber {
  private final ForestRun forest;
  private final int scratch;

  /**
   * @param scratch a place for the sums of each row, side by side
   */
  ForestSums(ForestRun forest, int scratch) {
    this.forest = forest;
    this.scratch = scratch;
  }

  /** Adds what a leaf tells to the sums of a row. */
  abstract ForestRun.Visitor adder(double[] sums);

  /**
   * Says what the sums of a block come to.
   *
   * @param refused the rows for which PMML refuses a value that the forest looks at
   */
  abstract void finish(VectorRegisters lanes, double[] sums, long refused);

  @Override
  public final void run(VectorRegisters lanes) {
    double[] sums = sums(lanes);
    Arrays.fill(sums, 0);
    forest.run(lanes, adder(sums));
    finish(lanes, sums, forest.failed(lanes));
  }

  @Override
  public final boolean isWide() {
    return forest.isWide();
  }

  @Override
  public final void run(VectorRegisters[] blocks, int count) {
    if (count < 2 || !isWide()) {
      Step.super.run(blocks, count);
      return;
    }
    double[][] sums = new double[count][];
    Arrays.setAll(sums, i -> sums(blocks[i]));
    forest.sum(blocks, count, sums, this::adder);
    for (int i = 0; i < count; i++) {
      finish(blocks[i], sums[i], forest.failed(blocks[i]));
    }
  }

  private double[] sums(VectorRegisters lanes) {
    return (double[]) lanes.scratch[scratch];
  }

  @Override
  public final long bytes() {
    return forest.bytes();
  }
}
