package dev.almanac.compiled;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The sums of what the leaves of a forest tell, for all rows of several blocks at once. Trees are
 * walked as a {@link BitmaskTree} is; but what it costs to ask a question is shared by the rows of
 * all blocks, and so is what it costs to find the leaves, so that adding what they tell is most of
 * the work, and trees may be deeper. Immutable.
 */
final class SimdForest {
  /** How many blocks are walked at once. */
  static final int BLOCKS = 8;

  /** In a deeper tree it is cheaper to ask only what rows come to. */
  static final int DEEPEST = 12;

  /** The rows of all of them. */
  static final int ROWS = BLOCKS * RowBatch.ROWS;

  /** Trees that are added at once. */
  private static final int AT_ONCE = 4;

  /** The high bits of the leaves of a tree that needs none; never written. */
  private static final byte[] NO_BITS = new byte[ROWS];

  private final SplitColumns matrix;
  private final SimdKernel kernel;
  private final Tree[] trees;
  private final int size;
  private final SimdSums.Maker sums;

  /** The slices of the questions as a heap. */
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
   * Empty where a tree cannot be walked so or the machine cannot.
   *
   * @param result for each tree what its leaves tell, one after the other in the order of a heap
   * @param size how many numbers a leaf tells
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

  /** Whether it is worth a try. */
  static boolean isFor(SplitColumns matrix, List<TreeShape> shapes) {
    return SimdKernel.ofThisJvm().isPresent()
        && matrix.isWide()
        && shapes.stream().allMatch(shape -> shape.depth() <= DEEPEST);
  }

  /** What a thread needs. */
  Space newSpace() {
    return new Space(matrix, sums.make());
  }

  /** What a thread needs for all of its blocks together. */
  static final class Space {
    /** The answers to each question, {@link #BLOCKS} numbers. */
    final long[] slices;

    /** The rows of each rank or text, 0 between one use and the next. */
    final long[] byRank;

    /** The rows that have any of some texts. */
    final long[] unions;

    /** Bits of texts, a row for each row of a block. */
    final long[][] square;

    /** Every row of a block. */
    final int[] rows = IntStream.range(0, RowBatch.ROWS).toArray();

    /** The rank or text of each row of each block. */
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

  /** Where the leaf of a row stands: the kernel turns squares of eight by eight rows. */
  static int place(int block, int row) {
    return (row & 7) * (BLOCKS * 8) + block * 8 + (row >>> 3);
  }

  /**
   * Adds up what the trees tell.
   *
   * @param into for each block the sums of its rows, those of a row side by side; what rows get
   *     that are not there means nothing
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

  /** Walks one tree, or some, and adds what they tell; returns how many. */
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

  /** Whether there are as many trees as are added at once, none of which is deep. */
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
      // A node has a slice and about as many leaves as there are nodes.
      bytes += (4L + 8L * size) * tree.nodes.length + 64;
    }
    return bytes;
  }
}
