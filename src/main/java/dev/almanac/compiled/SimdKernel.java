package dev.almanac.compiled;

import java.util.Optional;

/**
 * What is done for the rows of {@link SimdForest#BLOCKS} blocks at once: a slice has a number of 64
 * bits for each of them, side by side, so that an instruction of the processor works on several.
 * Slices are counted from 0. Without state.
 */
interface SimdKernel {
  /** The numbers that {@link #walk} needs for itself. */
  int ROOM = SimdForest.BLOCKS * (Short.SIZE + (1 << (SimdForest.DEEPEST - 3)));

  /** Whether the processor works on enough numbers at once. */
  boolean isFaster();

  /**
   * From which rows have each rank to which are above each limit.
   *
   * @param byRank a slice for each rank from 0 on, left as 0
   * @param limits how many there are, which is the highest rank
   * @param first where the slice of the first limit goes
   */
  void above(long[] byRank, int limits, long[] slices, int first);

  /**
   * Adds a text to the unions of some others: copies of them with it go behind them.
   *
   * @param texts a slice for each text
   * @param text which is added; none for one below 0
   * @param from the first union
   * @param count how many there are
   */
  void unite(long[] texts, int text, long[] unions, int from, int count);

  /**
   * A slice for each column: that of any of some unions.
   *
   * @param required the unions of the columns, as many for each, side by side
   * @param each how many
   */
  void join(long[] unions, char[] required, int each, long[] slices, int first);

  /**
   * Walks a tree.
   *
   * @param nodes the slices of its questions, see {@link BitmaskTree}
   * @param depth from 3 to {@link SimdForest#DEEPEST}
   * @param room of {@link #ROOM} numbers
   * @param low is filled with the low eight bits of each row's leaf, in the order of {@link
   *     WideForest#place}
   * @param high with those above them, if the tree is deeper than 8
   */
  void walk(int[] nodes, int depth, long[] slices, long[] room, byte[] low, byte[] high);

  /** That of this machine; empty if its JVM was started without the module that it needs. */
  static Optional<SimdKernel> ofThisJvm() {
    return SimdKernelProvider.KERNEL;
  }
}
