package dev.almanac.compiled;

import java.util.Arrays;
import java.util.List;

/**
 * Trees as arrays, evaluated tree by tree for all rows of a batch. Immutable.
 *
 * <p>A shallow, nearly complete tree is a {@link BitmaskTree}: its splits and the paths through it
 * are bitmasks with one bit per row. In other trees each row is traversed on its own, eight rows
 * interleaved to hide memory latency. There a split is one number: the column in the high 16 bits
 * and the limit in the low ones; "at most the limit" goes left. The first levels are a {@link
 * TopLevels}. A deep, nearly complete tree is an array in heap order, without child references. In
 * any other tree each node stores its left child; the right child follows it. A leaf refers to
 * itself, so that all rows take the same number of steps.
 */
final class Forest {
  /** Number of rows that are traversed together. */
  static final int AT_ONCE = 8;

  private final SplitColumns matrix;
  private final Tree[] trees;
  private final int[] planes;
  private final boolean hasSlices;
  private final boolean hasCells;

  /** One tree: maps rows to the numbers of leaves. */
  sealed interface Tree permits BitmaskTree, HeapTree, LinkedTree {
    /**
     * Writes the leaf of each row to {@link Space#leaves}.
     *
     * @param count the number of rows, a multiple of {@link #AT_ONCE}
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

  /** The sizes of the buffers that a thread needs. */
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
   * Sizes of the buffers of a thread.
   *
   * @param width the number of cells of a row
   * @param planes the number of columns that {@link TopLevels} read
   * @param slices the number of bitmasks
   * @param limits the largest number of limits of a numeric column
   * @param sets the sizes for splits on categories
   */
  record Sizes(int width, int planes, int slices, int limits, CategoryBitmasks.Sizes sets) {}

  /** The buffers that a thread needs to evaluate a forest. */
  static final class Space {
    /** The columns of each row, row by row. */
    final char[] cells;

    /** The columns that {@link TopLevels} read, each with all rows. */
    final int[][] planes;

    /** The index of the first cell of each row. */
    final int[] bases = new int[RowBatch.ROWS];

    final int[] ranks = new int[RowBatch.ROWS];
    final int[] rows = new int[RowBatch.ROWS];
    final int[] exits = new int[RowBatch.ROWS];
    final int[] leaves = new int[RowBatch.ROWS];

    /** The leaf of each row, for a tree whose leaf indexes fit in a byte. */
    final byte[] narrow = new byte[RowBatch.ROWS];

    /** The same for the next tree. */
    final byte[] nextNarrow = new byte[RowBatch.ROWS];

    /** The results of each split for all rows, one bit per row. */
    final long[] slices;

    /** A number of each row. */
    final double[] values = new double[RowBatch.ROWS];

    /** The rows of each rank or text; all 0 between uses. */
    final long[] byRank;

    /** The rows that have any of some texts. */
    final long[] unions;

    /** The bits of texts, one array per row of the batch. */
    final long[][] square;

    /**
     * The paths of all rows through a tree, one bitmask per level, and the intermediate results
     * that select among its nodes.
     */
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
   * Computes the columns of the rows in {@link Space#rows}.
   *
   * @return the count rounded up to a multiple of {@link #AT_ONCE}; the last row is repeated
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
