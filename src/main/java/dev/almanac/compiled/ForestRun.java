package dev.almanac.compiled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Evaluates a forest for all rows of a batch: rows that meet the {@link FastPathConditions} take
 * the fast path, all others the full path. Immutable.
 */
final class ForestRun {
  /** Receives the leaves of rows. */
  interface Visitor {
    /**
     * Receives the leaves of one tree.
     *
     * @param leafValues the values of all leaves of the tree, leaf by leaf
     * @param rows the rows of the batch
     * @param leaves the leaf of each of these rows
     * @param count the number of rows
     */
    void tree(double[] leafValues, int[] rows, int[] leaves, int count);
  }

  /**
   * Receives two trees at a time, if all rows of a batch take part and leaf indexes fit in a byte.
   */
  interface PairVisitor extends Visitor {
    /** As {@link #tree} for two trees, the first before the second. */
    void two(double[] first, byte[] firstLeaves, double[] second, byte[] secondLeaves);
  }

  /** Writes the values of a leaf; NaN where it has no answer. */
  interface LeafWriter {
    void write(TreeCompiler.Leaf leaf, int tree, double[] leafValues, int at);
  }

  /** The fast or the full form of a forest. */
  private record Form(Forest forest, List<double[]> leafValues, int scratch) {
    long bytes() {
      return forest.bytes()
          + leafValues.stream().mapToLong(numbers -> 8L * numbers.length + 16).sum();
    }
  }

  private final Form brief;
  private final Optional<Form> complete;
  private final FastPathConditions restrictions;
  private final int[] looksAt;

  /** The form that computes sums for several batches at once. */
  private record Wide(SimdForest forest, int size, int shared) {}

  private final Optional<Wide> wide;

  private ForestRun(
      Form brief,
      Optional<Form> complete,
      FastPathConditions restrictions,
      int[] looksAt,
      Optional<Wide> wide) {
    this.brief = brief;
    this.complete = complete;
    this.restrictions = restrictions;
    this.looksAt = looksAt;
    this.wide = wide;
  }

  /** One form of a forest during compilation. */
  private static final class Draft {
    private final InputColumns columns = new InputColumns();
    private final List<TreeShape> shapes = new ArrayList<>();
    private final List<List<TreeCompiler.Leaf>> leaves = new ArrayList<>();
    private final Forest.Sizes[] sizes = new Forest.Sizes[1];
    private final int scratch;

    Draft(Compiler compiler, List<Scope> trees, Optional<FastPathConditions> restrictions) {
      Forest.Sizes[] decided = sizes;
      scratch = compiler.scratch(() -> new Forest.Space(decided[0]));
      for (Scope tree : trees) {
        TreeCompiler compiled = new TreeCompiler(tree, columns, restrictions);
        shapes.add(compiled.compile());
        leaves.add(compiled.leaves());
      }
    }

    Form form(int words, LeafWriter writer, int numbersOfLeaf) {
      Forest forest = new Forest(columns.layout(words), shapes);
      sizes[0] = forest.sizes();
      List<double[]> leafValues = new ArrayList<>();
      for (int tree = 0; tree < shapes.size(); tree++) {
        int[] places = shapes.get(tree).leafNumbers(leaves.get(tree).size());
        leafValues.add(describe(tree, places, writer, numbersOfLeaf));
      }
      return new Form(forest, List.copyOf(leafValues), scratch);
    }

    private double[] describe(int tree, int[] places, LeafWriter writer, int numbersOfLeaf) {
      List<TreeCompiler.Leaf> own = leaves.get(tree);
      double[] numbers = new double[places.length * numbersOfLeaf];
      for (int i = 0; i < places.length; i++) {
        writer.write(own.get(places[i]), tree, numbers, i * numbersOfLeaf);
      }
      return numbers;
    }

    Optional<SimdForest> wide(
        SplitColumns matrix, LeafWriter writer, int numbersOfLeaf, boolean floats) {
      if (!SimdForest.isFor(matrix, shapes)) {
        return Optional.empty();
      }
      List<double[]> leafValues = new ArrayList<>();
      for (int tree = 0; tree < shapes.size(); tree++) {
        TreeShape shape = shapes.get(tree);
        leafValues.add(describe(tree, shape.heapLeafNumbers(shape.depth()), writer, numbersOfLeaf));
      }
      return SimdForest.of(matrix, shapes, leafValues, numbersOfLeaf, floats);
    }
  }

  /** A forest whose dictionary of texts is not complete yet. */
  static final class Pending {
    private final Draft brief;
    private final Optional<Draft> complete;
    private final FastPathConditions restrictions;
    private final Compiler compiler;

    Pending(Compiler compiler, List<Scope> trees) {
      this.compiler = compiler;
      restrictions = new FastPathConditions();
      brief = new Draft(compiler, trees, Optional.of(restrictions));
      complete =
          restrictions.isEmpty()
              ? Optional.empty()
              : Optional.of(new Draft(compiler, trees, Optional.empty()));
    }

    /** Every leaf that a row can reach, tree by tree. */
    List<List<TreeCompiler.Leaf>> leaves() {
      return complete.orElse(brief).leaves;
    }

    /** Creates a forest whose leaves are visited tree by tree. */
    ForestRun make(int words, LeafWriter writer, int numbersOfLeaf) {
      return make(words, writer, numbersOfLeaf, form -> Optional.empty());
    }

    /**
     * Creates a forest whose leaf values are summed.
     *
     * @param floats whether sums are rounded to floats after each tree
     */
    ForestRun makeSums(int words, LeafWriter writer, int numbersOfLeaf, boolean floats) {
      return make(
          words,
          writer,
          numbersOfLeaf,
          form ->
              brief
                  .wide(form.forest().matrix(), writer, numbersOfLeaf, floats)
                  .map(
                      forest ->
                          new Wide(forest, numbersOfLeaf, compiler.shared(forest::newSpace))));
    }

    private ForestRun make(
        int words, LeafWriter writer, int numbersOfLeaf, Function<Form, Optional<Wide>> widen) {
      Form form = brief.form(words, writer, numbersOfLeaf);
      return new ForestRun(
          form,
          complete.map(draft -> draft.form(words, writer, numbersOfLeaf)),
          restrictions,
          complete.orElse(brief).columns.looksAt(),
          widen.apply(form));
    }
  }

  long bytes() {
    return brief.bytes()
        + complete.map(Form::bytes).orElse(0L)
        + wide.map(all -> all.forest().bytes()).orElse(0L);
  }

  /** The rows for which PMML rejects a value that the forest reads. */
  long failed(VectorRegisters lanes) {
    long failed = 0;
    for (int register : looksAt) {
      failed |= lanes.failed[register];
    }
    return failed;
  }

  void run(VectorRegisters lanes, Visitor visitor) {
    if (complete.isEmpty()) {
      walk(lanes, brief, lanes.live, visitor);
      return;
    }
    long broken = restrictions.broken(lanes);
    walk(lanes, brief, lanes.live & ~broken, visitor);
    walk(lanes, complete.get(), broken, visitor);
  }

  /** Whether {@link #sum} is supported. */
  boolean isWide() {
    return wide.isPresent();
  }

  /**
   * Sums the leaf values of the rows of several batches.
   *
   * @param sums for each batch, see {@link SimdForest#sum}
   * @param adder for one batch, receives the rows that the fast path cannot score
   */
  void sum(
      VectorRegisters[] blocks, int count, double[][] sums, Function<double[], Visitor> adder) {
    Wide all = wide.orElseThrow();
    SimdForest.Space space = (SimdForest.Space) blocks[0].shared[all.shared()];
    all.forest().sum(blocks, count, space, sums);
    if (complete.isPresent()) {
      for (int block = 0; block < count; block++) {
        long broken = restrictions.broken(blocks[block]);
        for (long left = broken; left != 0; left &= left - 1) {
          int at = Long.numberOfTrailingZeros(left) * all.size();
          Arrays.fill(sums[block], at, at + all.size(), 0);
        }
        walk(blocks[block], complete.get(), broken, adder.apply(sums[block]));
      }
    }
  }

  private static void walk(VectorRegisters lanes, Form form, long required, Visitor visitor) {
    if (required == 0) {
      return;
    }
    Forest.Space space = (Forest.Space) lanes.scratch[form.scratch()];
    int count = 0;
    for (long left = required; left != 0; left &= left - 1) {
      space.rows[count++] = Long.numberOfTrailingZeros(left);
    }
    Forest forest = form.forest();
    int padded = forest.prepare(lanes, space, count);
    for (int tree = 0; tree < forest.size(); ) {
      tree += walk(form, tree, space, count, padded, visitor);
    }
  }

  /** Evaluates one or two trees; returns the number of trees. */
  private static int walk(
      Form form, int tree, Forest.Space space, int count, int padded, Visitor visitor) {
    Forest forest = form.forest();
    double[] leafValues = form.leafValues().get(tree);
    if (visitor instanceof PairVisitor pairs
        && count == RowBatch.ROWS
        && tree + 1 < forest.size()
        && forest.tree(tree) instanceof BitmaskTree first
        && forest.tree(tree + 1) instanceof BitmaskTree second) {
      first.walk(space, space.narrow, padded);
      second.walk(space, space.nextNarrow, padded);
      pairs.two(leafValues, space.narrow, form.leafValues().get(tree + 1), space.nextNarrow);
      return 2;
    }
    forest.tree(tree).walk(space, padded);
    visitor.tree(leafValues, space.rows, space.leaves, count);
    return 1;
  }
}
