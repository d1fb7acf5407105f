package dev.almanac.compiled;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The sums of what the leaves of a forest tell, for all rows of several blocks at once. Trees are
 * walked as a {@link SlicedTree} is; but what it costs to ask a question is shared by the rows of
 * all blocks, and so is what it costs to find the leaves, so that adding what they tell is most of
 * the work, and trees may be deeper. Immutable.
 */
final class WideForest {
  /** How many blocks are walked at once. */
  static final int BLOCKS = 8;

  /** In a deeper tree it is cheaper to ask only what rows come to. */
  static final int DEEPEST = 12;

  private static final int ROWS = BLOCKS * Block.ROWS;

  /** Trees that are added at once. */
  private static final int AT_ONCE = 4;

  private final Matrix matrix;
  private final WideKernel kernel;
  private final Tree[] trees;
  private final int size;
  private final Sums.Maker sums;

  /** The slices of the questions as a heap. */
  private static final class Tree {
    private final int[] nodes;
    private final int depth;

    Tree(TreeShape shape, Matrix matrix) {
      this.depth = shape.depth();
      this.nodes = shape.slices(matrix, depth);
    }

    boolean isDeep() {
      return depth > Byte.SIZE;
    }
  }

  private WideForest(Matrix matrix, WideKernel kernel, Tree[] trees, int size, Sums.Maker sums) {
    this.matrix = matrix;
    this.kernel = kernel;
    this.trees = trees;
    this.size = size;
    this.sums = sums;
  }

  /**
   * Empty where a tree cannot be walked so or the machine cannot.
   *
   * @param told for each tree what its leaves tell, one after the other in the order of a heap
   * @param size how many numbers a leaf tells
   * @param floats whether sums are rounded to floats after each tree
   */
  static Optional<WideForest> of(
      Matrix matrix, List<TreeShape> shapes, List<double[]> told, int size, boolean floats) {
    Tree[] trees = shapes.stream().map(shape -> new Tree(shape, matrix)).toArray(Tree[]::new);
    return WideKernel.ofThisJvm()
        .flatMap(
            kernel ->
                Sums.maker(told, size, floats)
                    .map(sums -> new WideForest(matrix, kernel, trees, size, sums)));
  }

  /** Whether it is worth a try. */
  static boolean isFor(Matrix matrix, List<TreeShape> shapes) {
    return WideKernel.ofThisJvm().isPresent()
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

    /** The rank or text of each row of each block. */
    final int[][] ranks = new int[BLOCKS][Block.ROWS];

    private final long[] room = new long[WideKernel.ROOM];
    private final byte[][] leaves = new byte[AT_ONCE][ROWS];
    private final Sums sums;

    Space(Matrix matrix, Sums sums) {
      SetSlices.Sizes sets = matrix.setSizes();
      this.slices = new long[BLOCKS * matrix.sliceCount()];
      this.byRank = new long[BLOCKS * Math.max(matrix.mostLimits() + 1, sets.levels())];
      this.unions = new long[BLOCKS * sets.tables()];
      this.square = new long[Block.ROWS][sets.chunks()];
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
  void sum(Lanes[] blocks, int count, Space space, double[][] into) {
    matrix.slice(blocks, count, space, kernel);
    space.sums.clear();
    int tree = 0;
    while (tree < trees.length) {
      tree += add(tree, space);
    }
    for (int block = 0; block < count; block++) {
      for (int number = 0; number < size; number++) {
        double[] to = into[block];
        for (int row = 0; row < Block.ROWS; row++) {
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
      kernel.walk(tree.nodes, tree.depth, space.slices, space.room, leaves[0], leaves[1]);
      if (tree.isDeep()) {
        space.sums.add(first, leaves[0], leaves[1]);
      } else {
        space.sums.add(first, leaves[0]);
      }
      return 1;
    }
    for (int i = 0; i < AT_ONCE; i++) {
      Tree tree = trees[first + i];
      kernel.walk(tree.nodes, tree.depth, space.slices, space.room, leaves[i], leaves[i]);
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

  /** The sums of all rows, in the order of {@link #place}. */
  private sealed interface Sums {
    void clear();

    /** Adds what one tree tells. */
    void add(int tree, byte[] leaves);

    /** The same of a deep tree, whose leaves are told in two bytes. */
    void add(int tree, byte[] low, byte[] high);

    /** Adds what four trees tell, one after the other. */
    void addFour(int first, byte[][] leaves);

    double of(int number, int place);

    /** Makes them for a thread. */
    @FunctionalInterface
    interface Maker {
      Sums make();
    }

    /** Empty where floats are wanted and a leaf tells a number that is none. */
    static Optional<Maker> maker(List<double[]> told, int size, boolean floats) {
      double[][][] numbers = new double[size][told.size()][];
      for (int number = 0; number < size; number++) {
        for (int tree = 0; tree < told.size(); tree++) {
          numbers[number][tree] = every(told.get(tree), size, number);
        }
      }
      if (!floats) {
        return Optional.of(() -> new Doubles(numbers));
      }
      boolean exact =
          told.stream()
              .flatMapToDouble(Arrays::stream)
              .allMatch(number -> Double.compare((float) number, number) == 0);
      float[][][] rounded =
          Arrays.stream(numbers)
              .map(trees -> Arrays.stream(trees).map(Sums::rounded).toArray(float[][]::new))
              .toArray(float[][][]::new);
      return exact ? Optional.of(() -> new Floats(rounded)) : Optional.empty();
    }

    private static double[] every(double[] told, int size, int number) {
      double[] some = new double[told.length / size];
      Arrays.setAll(some, leaf -> told[leaf * size + number]);
      return some;
    }

    private static float[] rounded(double[] numbers) {
      float[] floats = new float[numbers.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) numbers[i];
      }
      return floats;
    }
  }

  /** In double precision. */
  private static final class Doubles implements Sums {
    private final double[][][] told;
    private final double[][] sums;

    Doubles(double[][][] told) {
      this.told = told;
      this.sums = new double[told.length][ROWS];
    }

    @Override
    public void clear() {
      for (double[] each : sums) {
        Arrays.fill(each, 0);
      }
    }

    @Override
    public void add(int tree, byte[] leaves) {
      for (int number = 0; number < sums.length; number++) {
        double[] all = sums[number];
        double[] tells = told[number][tree];
        for (int i = 0; i < ROWS; i++) {
          all[i] += tells[leaves[i] & 0xff];
        }
      }
    }

    @Override
    public void add(int tree, byte[] low, byte[] high) {
      for (int number = 0; number < sums.length; number++) {
        double[] all = sums[number];
        double[] tells = told[number][tree];
        for (int i = 0; i < ROWS; i++) {
          all[i] += tells[high[i] << 8 | (low[i] & 0xff)];
        }
      }
    }

    @Override
    public void addFour(int first, byte[][] leaves) {
      for (int number = 0; number < sums.length; number++) {
        double[][] trees = told[number];
        add(
            sums[number],
            trees[first],
            trees[first + 1],
            trees[first + 2],
            trees[first + 3],
            leaves);
      }
    }

    private static void add(
        double[] all, double[] one, double[] two, double[] three, double[] four, byte[][] leaves) {
      byte[] ones = leaves[0];
      byte[] twos = leaves[1];
      byte[] threes = leaves[2];
      byte[] fours = leaves[3];
      for (int i = 0; i < ROWS; i++) {
        all[i] =
            all[i]
                + one[ones[i] & 0xff]
                + two[twos[i] & 0xff]
                + three[threes[i] & 0xff]
                + four[fours[i] & 0xff];
      }
    }

    @Override
    public double of(int number, int place) {
      return sums[number][place];
    }
  }

  /**
   * In single precision. The sum of two floats is the same whether it is rounded to a double in
   * between or not.
   */
  private static final class Floats implements Sums {
    private final float[][][] told;
    private final float[][] sums;

    Floats(float[][][] told) {
      this.told = told;
      this.sums = new float[told.length][ROWS];
    }

    @Override
    public void clear() {
      for (float[] each : sums) {
        Arrays.fill(each, 0);
      }
    }

    @Override
    public void add(int tree, byte[] leaves) {
      for (int number = 0; number < sums.length; number++) {
        float[] all = sums[number];
        float[] tells = told[number][tree];
        for (int i = 0; i < ROWS; i++) {
          all[i] += tells[leaves[i] & 0xff];
        }
      }
    }

    @Override
    public void add(int tree, byte[] low, byte[] high) {
      for (int number = 0; number < sums.length; number++) {
        float[] all = sums[number];
        float[] tells = told[number][tree];
        for (int i = 0; i < ROWS; i++) {
          all[i] += tells[high[i] << 8 | (low[i] & 0xff)];
        }
      }
    }

    @Override
    public void addFour(int first, byte[][] leaves) {
      for (int number = 0; number < sums.length; number++) {
        float[][] trees = told[number];
        add(
            sums[number],
            trees[first],
            trees[first + 1],
            trees[first + 2],
            trees[first + 3],
            leaves);
      }
    }

    private static void add(
        float[] all, float[] one, float[] two, float[] three, float[] four, byte[][] leaves) {
      byte[] ones = leaves[0];
      byte[] twos = leaves[1];
      byte[] threes = leaves[2];
      byte[] fours = leaves[3];
      for (int i = 0; i < ROWS; i++) {
        all[i] =
            all[i]
                + one[ones[i] & 0xff]
                + two[twos[i] & 0xff]
                + three[threes[i] & 0xff]
                + four[fours[i] & 0xff];
      }
    }

    @Override
    public double of(int number, int place) {
      return sums[number][place];
    }
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
