package dev.almanac.compiled;

import java.util.Arrays;

/**
 * Sums the leaf values of a forest: batch by batch, or for several batches at once where supported.
 */
abstract sealed class ForestSums implements Step permits ForestLabel, ForestNumber {
  private final ForestRun forest;
  private final int scratch;

  /**
   * Sums the values of a forest.
   *
   * @param scratch index of the buffer for the sums of each row, row by row
   */
  ForestSums(ForestRun forest, int scratch) {
    this.forest = forest;
    this.scratch = scratch;
  }

  /** Adds leaf values to the sums of a row. */
  abstract ForestRun.Visitor adder(double[] sums);

  /**
   * Writes the results of a batch from its sums.
   *
   * @param refused the rows for which PMML rejects a value that the forest reads
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
