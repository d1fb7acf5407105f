package dev.almanac.compiled;

import java.util.Arrays;
import java.util.List;

/**
 * Trees as arrays, walked tree after tree by all rows of a block. Immutable.
 *
 * <p>A tree that fills its levels well and is not deep is a {@link BitmaskTree}: its questions are
 * answered for all rows at once, a bit a row, and so is the way through it. In all others rows walk
 * by themselves, eight at a time so that the waiting for one row's next node is spent on the
 * others. There a split is one number: the column in the high 16 bits and the limit in the low
 * ones; "at most the limit" goes left. The first levels are a {@link TopLevels}. A deep tree that
 * fills its levels is an array in the order of a heap, without references. Any other has an
 * explicit child in each node: the left one, to whose right stands the right one; a leaf refers to
 * itself, so that all rows take as many steps.
 */
final class Forest {
  /** Rows that are walked at once. */
  static final int AT_ONCE = 8;

  private final SplitColumns matrix;
  private final Tree[] trees;
  private final int[] planes;
  private final boolean hasSlices;
  private final boolean hasCells;

  /** One tree: from rows to the numbers of leaves. */
  sealed interface Tree permits BitmaskTree, HeapTree, LinkedTree {
    /**
     * Walks, and says in {@link Space#leaves} which leaf each row comes to.
     *
     * @param count how many rows there are, a multiple of {@link #AT_ONCE}
     */
    void walk(Space space, int count);

    long bytes();
  }

  Forest(SplitColumns matrix, List<TreeShape> shapes) {
    this.matrix = matrix;
    ColumnPlanes requested = new ColumnPlanes();
    this.trees = shapes.stream().map(shape -> shape.tree(matrix, requested)).toArray(Tree[]::new);
    this.planes = requested.columns();
    this.hasSlices = Arrays.stream(trees).anyMatch(BitmaskTree.class::isInstance);
    this.hasCells = !Arrays.stream(trees).allMatch(BitmaskTree.class::isInstance);
  }

  SplitColumns matrix() {
    return matrix;
  }

  int size() {
    return trees.length;
  }

  Tree tree(int index) {
    return trees[index];
  }

  /** What a thread needs. */
  Sizes sizes() {
    return new Sizes(
        hasCells ? matrix.width() : 0,
        planes.length,
        hasSlices ? matrix.sliceCount() : 0,
        matrix.mostLimits(),
        hasSlices ? matrix.setSizes() : CategoryBitmasks.Sizes.NONE);
  }

  long bytes() {
    long bytes = matrix.bytes();
    for (Tree tree : trees) {
      bytes += tree.bytes();
    }
    return bytes;
  }

  /**
   * How much a thread needs.
   *
   * @param width of the cells of a row
   * @param planes how many columns crowns ask for
   * @param limits the most of a number
   * @param sets what questions about categories need
   */
  record Sizes(int width, int planes, int slices, int limits, CategoryBitmasks.Sizes sets) {}

  /** What a thread needs to walk a forest. */
  static final class Space {
    /** The columns of each row side by side. */
    final char[] cells;

    /** The columns that crowns ask for, each with all rows. */
    final int[][] planes;

    /** Where the cells of each row begin. */
    final int[] bases = new int[RowBatch.ROWS];

    final int[] ranks = new int[RowBatch.ROWS];
    final int[] rows = new int[RowBatch.ROWS];
    final int[] exits = new int[RowBatch.ROWS];
    final int[] leaves = new int[RowBatch.ROWS];

    /** The leaf of each row, of a tree whose leaves can be told in a byte. */
    final byte[] narrow = new byte[RowBatch.ROWS];

    /** The same of the tree after that one. */
    final byte[] nextNarrow = new byte[RowBatch.ROWS];

    /** The answers of all rows to each question, a bit a row. */
    final long[] slices;

    /** A number of each row. */
    final double[] values = new double[RowBatch.ROWS];

    /** The rows of each rank or text, 0 between one use and the next. */
    final long[] byRank;

    /** The rows that have any of some texts. */
    final long[] unions;

    /** Bits of texts, a row for each row of the block. */
    final long[][] square;

    /** The way of all rows through a tree, and what chooses among its nodes. */
    final long[] ways = new long[BitmaskTree.DEEPEST];

    final long[] choices = new long[1 << (BitmaskTree.DEEPEST - 1)];

    Space(Sizes sizes) {
      cells = new char[sizes.width() * RowBatch.ROWS];
      planes = new int[sizes.planes()][RowBatch.ROWS];
      slices = new long[sizes.slices()];
      byRank = new long[Math.max(sizes.limits() + 1, sizes.sets().levels())];
      unions = new long[sizes.sets().tables()];
      square = new long[RowBatch.ROWS][sizes.sets().chunks()];
    }
  }

  /**
   * Works out the columns of the rows in {@link Space#rows}.
   *
   * @return the count rounded up to a multiple of {@link #AT_ONCE}: the last row is walked again
   */
  int prepare(VectorRegisters lanes, Space space, int count) {
    int padded = (count + AT_ONCE - 1) / AT_ONCE * AT_ONCE;
    if (hasSlices) {
      matrix.slice(lanes, space, count);
    }
    if (hasCells) {
      fillCells(lanes, space, count, padded);
    }
    return padded;
  }

  private void fillCells(VectorRegisters lanes, Space space, int count, int padded) {
    matrix.fill(lanes, space, count);
    int width = matrix.width();
    for (int i = 0; i < planes.length; i++) {
      int column = planes[i];
      int[] plane = space.planes[i];
      for (int row = 0; row < count; row++) {
        plane[row] = space.cells[row * width + column];
      }
    }
    for (int i = 0; i < padded; i++) {
      space.bases[i] = Math.min(i, count - 1) * width;
    }
  }
}
