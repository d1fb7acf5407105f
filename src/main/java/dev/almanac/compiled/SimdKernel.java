package dev.almanac.compiled;

import java.util.Optional;

/**
 * Vector operations on the rows of {@link SimdForest#BLOCKS} batches: a bitmask is one long per
 * batch, contiguous, so that a vector instruction processes several. Bitmasks are indexed from 0.
 * Stateless.
 */
interface SimdKernel {
  /** Size of the work array of {@link #walk}. */
  int ROOM = SimdForest.BLOCKS * (Short.SIZE + (1 << (SimdForest.DEEPEST - 3)));

  /** Whether the vector registers of the processor are wide enough for a gain. */
  boolean isFaster();

  /**
   * Converts the rows of each rank to the rows above each limit.
   *
   * @param byRank a bitmask per rank from 0 on; set to 0 on return
   * @param limits the number of limits, which is the highest rank
   * @param first the index of the first limit's bitmask
   */
  void above(long[] byRank, int limits, long[] slices, int first);

  /**
   * Adds a text to some unions; the new unions follow the existing ones.
   *
   * @param texts a bitmask per text
   * @param text the text to add; none if negative
   * @param from the index of the first union
   * @param count the number of unions
   */
  void unite(long[] texts, int text, long[] unions, int from, int count);

  /**
   * Computes the bitmask of each column as the OR of some unions.
   *
   * @param required the unions of the columns, the same number for each, column by column
   * @param each the number of unions per column
   */
  void join(long[] unions, char[] required, int each, long[] slices, int first);

  /**
   * Evaluates a tree.
   *
   * @param nodes the bitmask indexes of its splits, see {@link BitmaskTree}
   * @param depth from 3 to {@link SimdForest#DEEPEST}
   * @param room work array of {@link #ROOM} longs
   * @param low receives the low eight bits of each row's leaf, in the order of {@link
   *     SimdForest#place}
   * @param high receives the bits above them, if the tree is deeper than 8
   */
  void walk(int[] nodes, int depth, long[] slices, long[] room, byte[] low, byte[] high);

  /** The kernel of this machine; empty if its JVM was started without the module that it needs. */
  static Optional<SimdKernel> ofThisJvm() {
    return SimdKernelProvider.KERNEL;
  }
}
