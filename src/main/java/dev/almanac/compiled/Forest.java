package dev.almanac.compiled;

import java.util.List;

/**
 * Trees as arrays, walked tree after tree by all rows of a block, eight rows at a time so that the
 * waiting for one row's next node is spent on the others. A split is one number: the column in the
 * high 16 bits and the limit in the low ones; "at most the limit" goes left. Immutable.
 *
 * <p>The first levels of a tree are a {@link Crown}. A tree that fills its levels well is an array
 * in the order of a heap, without references. Any other tree has an explicit child in each node:
 * the left one, to whose right stands the right one; a leaf refers to itself, so that all rows take
 * as many steps.
 */
final class Forest {
  /** Rows that are walked at once. */
  static final int AT_ONCE = 8;

  private final Matrix matrix;
  private final Tree[] trees;
  private final int[] planes;

  /** One tree: from rows to the numbers of leaves. */
  sealed interface Tree permits HeapTree, LinkedTree {
    /**
     * Walks, and says in {@link Space#leaves} which leaf each row comes to.
     *
     * @param count how many rows there are, a multiple of {@link #AT_ONCE}
     */
    void walk(Space space, int count);

    long bytes();
  }

  Forest(Matrix matrix, List<TreeShape> shapes) {
    this.matrix = matrix;
    Planes asked = new Planes();
    this.trees = shapes.stream().map(shape -> shape.tree(matrix, asked)).toArray(Tree[]::new);
    this.planes = asked.columns();
  }

  int size() {
    return trees.length;
  }

  Tree tree(int index) {
    return trees[index];
  }

  /** How many columns there are, and how many of them crowns ask for. */
  int[] widths() {
    return new int[] {matrix.width(), planes.length};
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
    /** The columns of each row side by side. */
    final char[] cells;

    /** The columns that crowns ask for, each with all rows. */
    final int[][] planes;

    /** Where the cells of each row begin. */
    final int[] bases = new int[Block.ROWS];

    final int[] ranks = new int[Block.ROWS];
    final int[] rows = new int[Block.ROWS];
    final int[] exits = new int[Block.ROWS];
    final int[] leaves = new int[Block.ROWS];

    Space(int width, int planeCount) {
      cells = new char[width * Block.ROWS];
      planes = new int[planeCount][Block.ROWS];
    }
  }

  /**
   * Works out the columns of the rows in {@link Space#rows}.
   *
   * @return the count rounded up to a multiple of {@link #AT_ONCE}: the last row is walked again
   */
  int prepare(Lanes lanes, Space space, int count) {
    matrix.fill(lanes, space.rows, count, space.cells, space.ranks);
    int width = matrix.width();
    for (int i = 0; i < planes.length; i++) {
      int column = planes[i];
      int[] plane = space.planes[i];
      for (int row = 0; row < count; row++) {
        plane[row] = space.cells[row * width + column];
      }
    }
    int padded = (count + AT_ONCE - 1) / AT_ONCE * AT_ONCE;
    for (int i = 0; i < padded; i++) {
      space.bases[i] = Math.min(i, count - 1) * width;
    }
    return padded;
  }
}
