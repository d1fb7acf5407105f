package dev.almanac.compiled;

import java.util.List;

/**
 * Trees as arrays, walked tree after tree by all rows of a block, eight rows at a time so that the
 * waiting for one row's next node is spent on the others. A split is one number: the column in the
 * high 16 bits and the limit in the low ones; "at most the limit" goes left. Immutable.
 *
 * <p>A tree that fills its levels well is an array in the order of a heap, without references. Any
 * other tree has an explicit child in each node: the left one, to whose right stands the right one;
 * a leaf refers to itself, so that all rows take as many steps.
 */
final class Forest {
  /** Rows that are walked at once. */
  static final int AT_ONCE = 8;

  private final Matrix matrix;
  private final Tree[] trees;

  /** One tree: from rows to the numbers of leaves. */
  sealed interface Tree permits HeapTree, LinkedTree {
    /**
     * Walks.
     *
     * @param bases where the cells of each row begin
     * @param count how many rows there are, a multiple of {@link #AT_ONCE}
     * @param leaves the leaf that each row comes to
     */
    void walk(char[] cells, int[] bases, int count, int[] leaves);

    long bytes();
  }

  Forest(Matrix matrix, List<TreeShape> shapes) {
    this.matrix = matrix;
    this.trees = shapes.stream().map(shape -> shape.tree(matrix)).toArray(Tree[]::new);
  }

  int size() {
    return trees.length;
  }

  Tree tree(int index) {
    return trees[index];
  }

  Matrix matrix() {
    return matrix;
  }

  long bytes() {
    long bytes = matrix.bytes();
    for (Tree tree : trees) {
      bytes += tree.bytes();
    }
    return bytes;
  }

  /** What a thread needs to walk a forest. */
  static final class Space {
    final char[] cells;
    final int[] bases = new int[Block.ROWS];
    final int[] ranks = new int[Block.ROWS];
    final int[] rows = new int[Block.ROWS];
    final int[] leaves = new int[Block.ROWS];

    Space(int width) {
      cells = new char[width * Block.ROWS];
    }
  }

  /**
   * Works out the columns of the rows in {@link Space#rows}.
   *
   * @return the count rounded up to a multiple of {@link #AT_ONCE}: the last row is walked again
   */
  int prepare(Lanes lanes, Space space, int count) {
    matrix.fill(lanes, space.rows, count, space.cells, space.ranks);
    int padded = (count + AT_ONCE - 1) / AT_ONCE * AT_ONCE;
    for (int i = 0; i < padded; i++) {
      space.bases[i] = Math.min(i, count - 1) * matrix.width();
    }
    return padded;
  }
}
