package dev.almanac.compiled;

import java.util.Arrays;

/**
 * The registers of a batch: one number per row in each, and bitmasks of the rows that are missing
 * or failed. Categories are codes of {@link StringDictionary}, booleans are 1 or 0. A missing
 * number is also NaN, so that kernels need not read the bitmasks.
 */
final class VectorRegisters {
  final double[][] values;
  final long[] missing;
  final long[] failed;

  /** The number of rows. */
  int rows;

  long live;

  long undecided;
  long nothing;
  final int[] labels = new int[RowBatch.ROWS];
  final double[] numbers = new double[RowBatch.ROWS];
  final double[] probabilities;

  /** Work array with one number per register, for one row. */
  final double[] row;

  /** The objects of each kernel, by {@link Compiler#scratch}. */
  final Object[] scratch;

  /**
   * The objects that several batches share, by {@link Compiler#shared}; empty for a single batch.
   */
  Object[] shared = {};

  VectorRegisters(int registers, int labels, Object[] scratch) {
    this.values = new double[registers][RowBatch.ROWS];
    this.missing = new long[registers];
    this.failed = new long[registers];
    this.row = new double[registers];
    this.probabilities = new double[labels * RowBatch.ROWS];
    this.scratch = scratch;
  }

  /** Starts a batch whose inputs are all missing. Inputs are the first registers. */
  void begin(int count, int inputs) {
    rows = count;
    live = count == 0 ? 0 : -1L >>> (Long.SIZE - count);
    Arrays.fill(missing, 0, inputs, live);
  }

  /** Clears the answers. */
  void clear() {
    undecided = 0;
    nothing = 0;
  }

  void set(int register, int row, double value) {
    values[register][row] = value;
    missing[register] &= ~(1L << row);
  }

  void unset(int register, int row) {
    missing[register] |= 1L << row;
  }
}
