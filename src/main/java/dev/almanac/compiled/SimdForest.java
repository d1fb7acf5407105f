package dev.almanac.compiled;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * SIMD evaluation of tree ensembles: sums the leaf values of a forest for all rows of several
 * batches at once. Trees are evaluated as in {@link BitmaskTree}, but all batches share the cost of
 * the splits and of finding the leaves, so that adding the leaf values dominates and trees may be
 * deeper. Immutable.
 */
final class SimdForest {
  /** Number of batches that are evaluated at once. */
  static final int BLOCKS = 8;

  /** Maximum depth; in deeper trees it is cheaper to evaluate only the splits on a row's path. */
  static final int DEEPEST = 12;

  /** Number of rows in all batches. */
  static final int ROWS = BLOCKS * RowBatch.ROWS;

  /** Number of trees that are added at once. */
  private static final int AT_ONCE = 4;

  /** The high bits of the leaf indexes of a tree that has none; never written. */
  private static final byte[] NO_BITS = new byte[ROWS];

  private final SplitColumns matrix;
  private final SimdKernel kernel;
  private final Tree[] trees;
  private final int size;
  private final SimdSums.Maker sums;

  /** A tree: the bitmask indexes of its splits, in heap order. */
  private static final class Tree {
    private final int[] nodes;
    private final int depth;

    Tree(TreeShape shape, SplitColumns matrix) {
      this.depth = shape.depth();
      this.nodes = shape.slices(matrix, depth);
    }

    boolean isDeep() {
      return depth > Byte.SIZE;
    }
  }

  private SimdForest(
      SplitColumns matrix, SimdKernel kernel, Tree[] trees, int size, SimdSums.Maker sums) {
    this.matrix = matrix;
    this.kernel = kernel;
    this.trees = trees;
    this.size = size;
    this.sums = sums;
  }

  /**
   * Creates the form of a forest; empty if a tree or the machine does not support it.
   *
   * @param result for each tree, the values of its leaves, leaf by leaf in heap order
   * @param size the number of values per leaf
   * @param floats whether sums are rounded to floats after each tree
   */
  static Optional<SimdForest> of(
      SplitColumns matrix,
      List<TreeShape> shapes,
      List<double[]> result,
      int size,
      boolean floats) {
    Tree[] trees = shapes.stream().map(shape -> new Tree(shape, matrix)).toArray(Tree[]::new);
    return SimdKernel.ofThisJvm()
        .flatMap(
            kernel ->
                SimdSums.maker(result, size, floats)
                    .map(sums -> new SimdForest(matrix, kernel, trees, size, sums)));
  }

  /** Whether the machine, the splits and the depths of the trees are supported. */
  static boolean isFor(SplitColumns matrix, List<TreeShape> shapes) {
    return SimdKernel.ofThisJvm().isPresent()
        && matrix.isWide()
        && shapes.stream().allMatch(shape -> shape.depth() <= DEEPEST);
  }

  /** Creates the buffers of a thread. */
  Space newSpace() {
    return new Space(matrix, sums.make());
  }

  /** Buffers that a thread needs for all of its batches together. */
  static final class Space {
    /** The results of each split, {@link #BLOCKS} longs. */
    final long[] slices;

    /** The rows of each rank or text; all 0 between uses. */
    final long[] byRank;

    /** The rows that have any of some texts. */
    final long[] unions;

    /** The bits of texts, one array per row of a batch. */
    final long[][] square;

    /** Every row of a batch. */
    final int[] rows = IntStream.range(0, RowBatch.ROWS).toArray();

    /** The rank or text of each row of each batch. */
    final int[][] ranks = new int[BLOCKS][RowBatch.ROWS];

    private final long[] room = new long[SimdKernel.ROOM];
    private final byte[][] leaves = new byte[AT_ONCE][ROWS];
    private final SimdSums sums;

    Space(SplitColumns matrix, SimdSums sums) {
      CategoryBitmasks.Sizes sets = matrix.setSizes();
      this.slices = new long[BLOCKS * matrix.sliceCount()];
      this.byRank = new long[BLOCKS * Math.max(matrix.mostLimits() + 1, sets.levels())];
      this.unions = new long[BLOCKS * sets.tables()];
      this.square = new long[RowBatch.ROWS][sets.chunks()];
      this.sums = sums;
    }
  }

  /**
   * The index of a row's leaf in the kernel's output, which is transposed in squares of eight by
   * eight rows.
   */
  static int place(int block, int row) {
    return (row & 7) * (BLOCKS * 8) + block * 8 + (row >>> 3);
  }

  /**
   * Sums the leaf values.
   *
   * @param into for each batch, the sums of its rows, row by row; the sums of absent rows are
   *     undefined
   */
  void sum(VectorRegisters[] blocks, int count, Space space, double[][] into) {
    matrix.slice(blocks, count, space, kernel);
    space.sums.clear();
    int tree = 0;
    while (tree < trees.length) {
      tree += add(tree, space);
    }
    for (int block = 0; block < count; block++) {
      for (int number = 0; number < size; number++) {
        double[] to = into[block];
        for (int row = 0; row < RowBatch.ROWS; row++) {
          to[row * size + number] = space.sums.of(number, place(block, row));
        }
      }
    }
  }

  /** Evaluates one tree or several and adds their leaf values; returns the number of trees. */
  private int add(int first, Space space) {
    byte[][] leaves = space.leaves;
    if (!areFlat(first)) {
      Tree tree = trees[first];
      byte[] high = tree.isDeep() ? leaves[1] : NO_BITS;
      kernel.walk(tree.nodes, tree.depth, space.slices, space.room, leaves[0], high);
      space.sums.add(first, leaves[0], high);
      return 1;
    }
    for (int i = 0; i < AT_ONCE; i++) {
      Tree tree = trees[first + i];
      kernel.walk(tree.nodes, tree.depth, space.slices, space.room, leaves[i], NO_BITS);
    }
    space.sums.addFour(first, leaves);
    return AT_ONCE;
  }

  /** Whether enough trees remain to be added at once, all with leaf indexes that fit in a byte. */
  private boolean areFlat(int first) {
    boolean flat = first + AT_ONCE <= trees.length;
    for (int i = 0; flat && i < AT_ONCE; i++) {
      flat = !trees[first + i].isDeep();
    }
    return flat;
  }

  long bytes() {
    long bytes = 0;
    for (Tree tree : trees) {
      // A node has a bitmask index and about as many leaves as there are nodes.
      bytes += (4L + 8L * size) * tree.nodes.length + 64;
    }
    return bytes;
  }
}
