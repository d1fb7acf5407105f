package dev.almanac.compiled;

import java.util.Arrays;

/**
 * The registers of a block: one number a row in each, and a bit a row that says whether it is
 * missing and whether computing it failed. Categories are the codes of {@link StringDictionary},
 * truth is 1 or 0. A missing number is NaN, too, so that kernels need not look at the bits.
 */
final class VectorRegisters {
  final double[][] values;
  final long[] missing;
  final long[] failed;

  /** How many rows there are, and a bit for each. */
  int rows;

  long live;

  long undecided;
  long nothing;
  final int[] labels = new int[RowBatch.ROWS];
  final double[] numbers = new double[RowBatch.ROWS];
  final double[] probabilities;

  /** As many numbers of one row as there are registers. */
  final double[] row;

  /** What kernels keep for themselves, by {@link Compiler#scratch}. */
  final Object[] scratch;

  /**
   * What they keep once for several blocks, by {@link Compiler#shared}; empty for a block alone.
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

  /** All inputs are missing. Inputs are the first registers. */
  void begin(int count, int inputs) {
    rows = count;
    live = count == 0 ? 0 : -1L >>> (Long.SIZE - count);
    Arrays.fill(missing, 0, inputs, live);
  }

  /** Nothing is known of the answers. */
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
