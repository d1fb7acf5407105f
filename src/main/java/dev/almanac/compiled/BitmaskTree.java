package dev.almanac.compiled;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A nearly complete tree that all rows of a batch traverse at once, as in QuickScorer: the results
 * of a split are a bitmask with one bit per row, and so is the path on each level. The paths above
 * select the result that applies, so that there is no branch, and no lookup per row except the one
 * of the leaf. Immutable.
 */
final class BitmaskTree implements Forest.Tree {
  /** Maximum depth: the index of a leaf fits in a byte. */
  static final int DEEPEST = 8;

  /** For each byte, its bits spread to one byte per bit. */
  private static final long[] SPREAD = new long[256];

  static {
    for (int bits = 0; bits < SPREAD.length; bits++) {
      for (int bit = 0; bit < 8; bit++) {
        SPREAD[bits] |= (long) ((bits >>> bit) & 1) << (8 * bit);
      }
    }
  }

  /** View of the bytes of eight rows as a long; the first row is the lowest byte. */
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final int[] nodes;
  private final int depth;

  /**
   * Creates a tree from its nodes.
   *
   * @param nodes the bitmask indexes of the splits in heap order: the root is 1, the children of
   *     node i are 2i and 2i + 1
   * @param depth at most {@link #DEEPEST}
   */
  BitmaskTree(int[] nodes, int depth) {
    this.nodes = nodes;
    this.depth = depth;
  }

  @Override
  public void walk(Forest.Space space, int count) {
    walk(space, space.narrow, count);
    int[] leaves = space.leaves;
    for (int row = 0; row < count; row++) {
      leaves[row] = space.narrow[row] & 0xff;
    }
  }

  /**
   * As {@link #walk(Forest.Space, int)}, but writes the leaf of each row as a byte.
   *
   * @param count a multiple of 8
   */
  void walk(Forest.Space space, byte[] leaves, int count) {
    long[] ways = space.ways;
    go(space.slices, ways, space.choices);
    long way0 = ways[0];
    long way1 = ways[1];
    long way2 = ways[2];
    int deep = depth;
    for (int row = 0; row < count; row += 8) {
      long found = spread(way0, row) << 2 | spread(way1, row) << 1 | spread(way2, row);
      for (int level = 3; level < deep; level++) {
        found = found << 1 | spread(ways[level], row);
      }
      EIGHT.set(leaves, row, found);
    }
  }

  private static long spread(long way, int row) {
    return SPREAD[(int) (way >>> row) & 0xff];
  }

  /**
   * Computes the rows that go right on each level: of the results of its nodes, those that the
   * paths above select. There are at least three levels.
   */
  private void go(long[] slices, long[] ways, long[] choices) {
    int[] all = nodes;
    long way0 = slices[all[1]];
    long way1 = two(slices, all, 2, way0);
    long way2 = four(slices, all, 4, way1, way0);
    ways[0] = way0;
    ways[1] = way1;
    ways[2] = way2;
    if (depth > 3) {
      ways[3] = eight(slices, all, 8, way2, way1, way0);
    }
    for (int level = 4; level < depth; level++) {
      long below = ways[level - 1];
      long middle = ways[level - 2];
      long above = ways[level - 3];
      int first = 1 << level;
      int eights = first >>> 3;
      for (int i = 0; i < eights; i++) {
        choices[i] = eight(slices, all, first + 8 * i, below, middle, above);
      }
      for (int up = level - 4; up >= 0; up--) {
        eights >>>= 1;
        for (int i = 0; i < eights; i++) {
          choices[i] = chosen(choices[2 * i], choices[2 * i + 1], ways[up]);
        }
      }
      ways[level] = choices[0];
    }
  }

  private static long chosen(long left, long right, long way) {
    return left ^ ((left ^ right) & way);
  }

  private static long two(long[] slices, int[] all, int at, long way) {
    return chosen(slices[all[at]], slices[all[at + 1]], way);
  }

  private static long four(long[] slices, int[] all, int at, long lower, long upper) {
    return chosen(two(slices, all, at, lower), two(slices, all, at + 2, lower), upper);
  }

  private static long eight(long[] slices, int[] all, int at, long lower, long middle, long upper) {
    return chosen(
        four(slices, all, at, lower, middle), four(slices, all, at + 4, lower, middle), upper);
  }

  @Override
  public long bytes() {
    return 4L * nodes.length + 48;
  }
}
