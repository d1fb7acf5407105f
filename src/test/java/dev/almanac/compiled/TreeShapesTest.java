package dev.almanac.compiled;

import static dev.almanac.compiled.SmallDocuments.ensemble;
import static dev.almanac.compiled.SmallDocuments.leaf;
import static dev.almanac.compiled.SmallDocuments.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.pmml.PmmlModel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Trees of every shape: each row comes to the leaf that its number says. */
class TreeShapesTest {
  /**
   * The numbers from -1 to count + 1, by halves, scored by a tree that answers x's rank: block by
   * block and several blocks at once.
   */
  private static void requireRanks(String document, int count) {
    CompiledModel model = SmallDocuments.compiled(document);
    List<Double> numbers = new ArrayList<>();
    for (double x = -1; x <= count + 1; x += 0.5) {
      numbers.add(x);
    }
    Collections.shuffle(numbers, new Random(3));
    RowBatches blocks = model.newBlocks();
    requireRanks(model, blocks, 1, numbers, count);
    requireRanks(model, blocks, blocks.size(), numbers, count);
  }

  private static void requireRanks(
      CompiledModel model, RowBatches blocks, int atOnce, List<Double> numbers, int count) {
    int input = model.inputs().indexOf("x");
    RowRuns.score(
        blocks,
        atOnce,
        numbers.size(),
        (block, at, row) -> block.number(input, at, numbers.get(row)),
        (block, at, row) -> {
          double x = numbers.get(row);
          assertThat(block.number(at))
              .as("for %s, %s blocks at once", x, atOnce)
              .isEqualTo(Math.min(count, Math.max(0, Math.ceil(x))));
        });
  }

  /** Splits the ranks from one to another in halves. */
  private static String balanced(String predicate, int from, int to) {
    if (from == to) {
      return "<Node score=\"%s\">%s</Node>".formatted(from, predicate);
    }
    int middle = (from + to) / 2;
    return "<Node>%s%s%s</Node>"
        .formatted(
            predicate,
            balanced(test("lessOrEqual", middle), from, middle),
            balanced(test("greaterThan", middle), middle + 1, to));
  }

  /** Splits off one rank after the other. */
  private static String chain(String predicate, int from, int to, boolean leftFirst) {
    if (from == to) {
      return "<Node score=\"%s\">%s</Node>".formatted(from, predicate);
    }
    String leaf = leaf("lessOrEqual", from, from);
    String rest = chain(test("greaterThan", from), from + 1, to, leftFirst);
    return "<Node>%s%s%s</Node>"
        .formatted(predicate, leftFirst ? leaf : rest, leftFirst ? rest : leaf);
  }

  private static String test(String operator, int limit) {
    return "<SimplePredicate field=\"x\" operator=\"%s\" value=\"%s\"/>".formatted(operator, limit);
  }

  @Test
  void heapsOfEachDepth() {
    for (int depth = 1; depth <= SimdForest.DEEPEST + 1; depth++) {
      int last = (1 << depth) - 1;
      requireRanks(tree("", balanced("<True/>", 0, last)), last);
    }
  }

  @Test
  void linkedTreesOfEachLength() {
    for (int count = 1; count <= 40; count += 3) {
      requireRanks(tree("", chain("<True/>", 0, count, true)), count);
      requireRanks(tree("", chain("<True/>", 0, count, false)), count);
    }
  }

  @Test
  void unevenTrees() {
    for (int count = 2; count <= 80; count += 13) {
      requireRanks(tree("", balanced("<True/>", 0, count)), count);
    }
  }

  @Test
  void manyTreesOfDifferentDepths() {
    // In fours, and one by one where one of them is deep.
    int[] depths = {3, 5, 8, 1, 9, 2, 3, 4, 5, 12, 11, 6, 7, 8, 2, 3, 3};
    String[] trees = new String[depths.length];
    for (int i = 0; i < trees.length; i++) {
      trees[i] = balanced("<True/>", 0, (1 << depths[i]) - 1);
    }
    for (String precision : List.of("", "x-mathContext=\"float\"")) {
      Differential differential = Differential.of(ensemble(precision, "sum", trees));
      List<Map<String, Double>> rows =
          new Random(7).doubles(1_000, -2, 5_000).mapToObj(x -> Map.of("x", x)).toList();
      assertThat(differential.difference(rows)).isEmpty();
    }
  }

  @Test
  void aRowPastSeveralChildrenIsNoOddOne() {
    // Rows of "c" come to the third child: no reason to leave them to a longer form of the tree.
    String three = "<Node><True/>%s%s%s</Node>".formatted(is("a", 1), is("b", 2), is("c", 3));
    assertThat(restrictions(three, "").isEmpty()).isTrue();
    String two = "<Node><True/>%s%s</Node>".formatted(is("a", 1), is("b", 2));
    assertThat(restrictions(two, "").isEmpty()).as("of a row of c").isFalse();
    String last = two.replaceFirst("<Node>", "<Node score=\"9\">");
    String strategy = "noTrueChildStrategy=\"returnLastPrediction\"";
    assertThat(restrictions(last, strategy).isEmpty()).as("it has a score of its own").isTrue();
  }

  private static String is(String text, int score) {
    return "<Node score=\"%s\"><SimplePredicate field=\"k\" operator=\"equal\" value=\"%s\"/></Node>"
        .formatted(score, text);
  }

  /** What rows must be like for the short form of a tree of the texts a, b and c. */
  private static FastPathConditions restrictions(String node, String attributes) {
    String document =
        tree(attributes, node)
            .replace("<Value value=\"b\"/>", "<Value value=\"b\"/><Value value=\"c\"/>")
            .replace(
                "<MiningField name=\"k\"/>",
                "<MiningField name=\"k\" missingValueReplacement=\"a\"/>");
    PmmlModel pmml = PmmlModel.load(document.getBytes(StandardCharsets.UTF_8));
    Compiler compiler = new Compiler(pmml, Differential.signature(pmml));
    Scope scope = new Scope(compiler, pmml.document().getModels().get(0), Optional.empty());
    FastPathConditions restrictions = new FastPathConditions();
    new TreeCompiler(scope, new InputColumns(), Optional.of(restrictions)).compile();
    return restrictions;
  }

  @Test
  void aSingleNode() {
    CompiledModel model = SmallDocuments.compiled(tree("", "<Node score=\"7\"><True/></Node>"));
    RowBatch block = model.newBlock();
    block.begin(3);
    block.score();
    assertThat(block.answered()).isEqualTo(0b111);
    assertThat(List.of(block.number(0), block.number(1), block.number(2)))
        .containsExactly(7.0, 7.0, 7.0);
  }

  @Test
  void aRootThatIsNeverTrueReportsNothing() {
    RowBatch block =
        SmallDocuments.compiled(tree("", "<Node score=\"7\"><False/></Node>")).newBlock();
    block.begin(2);
    block.score();
    assertThat(block.answered()).isZero();
    assertThat(block.nothing()).isEqualTo(0b11);
  }

  @Test
  void moreLimitsThanAColumnHolds() {
    InputColumns columns = new InputColumns();
    for (int i = 0; i < 65_534; i++) {
      columns.atMost(0, i, true);
    }
    InputColumns.Question last = columns.atMost(0, 65_533, true);
    assertThat(columns.layout(1).pack(last)).isEqualTo(65_533);
    columns.atMost(0, 0.5, true);
    assertThatThrownBy(() -> columns.layout(1))
        .isInstanceOf(UnsupportedException.class)
        .extracting(thrown -> ((UnsupportedException) thrown).why())
        .isEqualTo("more than 65534 limits of one number in a forest");
  }

  @Test
  void moreTextsThanAreKeptAsBits() {
    int texts = 12_000;
    InputColumns columns = new InputColumns();
    for (int text = 0; text < texts; text++) {
      BitSet one = new BitSet();
      one.set(text);
      columns.within(0, one, false);
    }
    SplitColumns matrix = columns.layout(texts);
    assertThat(matrix.isSliced()).isFalse();
    assertThat(matrix.bytes()).isLessThan(1 << 20);
  }

  @Test
  void defaultChildrenThatMakeATreeTooLarge() {
    // Wherever a test is unknown the second subtree is there once more, at each level.
    String document =
        tree("missingValueStrategy=\"defaultChild\"", doubling("<True/>", 9, new int[1]));
    CompileResult compilation = Differential.of(document).compilation();
    assertThat(compilation).isInstanceOf(CompileResult.Unsupported.class);
    assertThat(((CompileResult.Unsupported) compilation).why())
        .contains("default children make it more than 8 times as large");
  }

  /** Two children, of which the last is the default. */
  private static String doubling(String predicate, int depth, int[] ids) {
    int id = ids[0]++;
    if (depth == 0) {
      return "<Node id=\"%s\" score=\"%s\">%s</Node>".formatted(id, id, predicate);
    }
    StringBuilder children = new StringBuilder();
    String both =
        "<CompoundPredicate booleanOperator=\"and\"><SimplePredicate field=\"x\""
            + " operator=\"lessThan\" value=\"%s\"/><SimplePredicate field=\"z\""
            + " operator=\"lessThan\" value=\"%s\"/></CompoundPredicate>";
    String[] tests = {both.formatted(depth, depth), both.formatted(depth, -depth)};
    int last = 0;
    for (String test : tests) {
      last = ids[0];
      children.append(doubling(test, depth - 1, ids));
    }
    return "<Node id=\"%s\" defaultChild=\"%s\">%s%s</Node>"
        .formatted(id, last, predicate, children);
  }

  @Test
  void sumsOfFloatsAreRoundedAsTheEvaluatorDoes() {
    String[] trees = new String[25];
    Random random = new Random(5);
    for (int i = 0; i < trees.length; i++) {
      trees[i] =
          "<Node><True/>%s%s</Node>"
              .formatted(
                  leaf("lessOrEqual", random.nextInt(5), (float) random.nextGaussian()),
                  "<Node score=\"%s\"><True/></Node>".formatted((float) random.nextGaussian()));
    }
    String document = ensemble("x-mathContext=\"float\"", "sum", trees);
    Differential floats = Differential.of(document);
    assertThat(floats.difference(floats.rows(200, 1))).isEmpty();
    CompiledModel rounded = SmallDocuments.compiled(document);
    CompiledModel exact = SmallDocuments.compiled(ensemble("", "sum", trees));
    double one = score(rounded, 2);
    assertThat(one).isEqualTo((float) one).isNotEqualTo(score(exact, 2));
    Object result = floats.evaluator().score(Map.of("x", 2.0), List.of());
    assertThat(result).isEqualTo(new dev.almanac.pmml.Answer.Estimate(one));
  }

  private static double score(CompiledModel model, double x) {
    RowBatch block = model.newBlock();
    block.begin(1);
    block.number(model.inputs().indexOf("x"), 0, x);
    block.score();
    return block.number(0);
  }
}
