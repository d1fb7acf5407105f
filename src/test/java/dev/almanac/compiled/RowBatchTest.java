package dev.almanac.compiled;

import static dev.almanac.compiled.SmallDocuments.INPUTS;
import static dev.almanac.compiled.SmallDocuments.coefficient;
import static dev.almanac.compiled.SmallDocuments.regression;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Blocks are filled, scored and filled again. */
class RowBatchTest {
  private static final String LEVELS =
      "<CategoricalPredictor name=\"k\" value=\"a\" coefficient=\"10\"/><CategoricalPredictor name=\"k\" value=\"b\" coefficient=\"20\"/>";

  /** 1 + 2x + 10 for "a" or 20 for "b". */
  private static CompiledModel model(String inputs) {
    return SmallDocuments.compiled(regression("", "", inputs, coefficient("x") + LEVELS));
  }

  private static void set(CompiledModel model, RowBatch block, int row, double x, String k) {
    block.number(model.inputs().indexOf("x"), row, x);
    byte[] bytes = k.getBytes(StandardCharsets.UTF_8);
    block.text(model.inputs().indexOf("k"), row, bytes, 0, bytes.length);
  }

  @Test
  void noRowsAndAllRows() {
    CompiledModel model = model(INPUTS);
    RowBatch block = model.newBlock();
    block.begin(0);
    block.score();
    assertThat(List.of(block.answered(), block.nothing(), block.undecided()))
        .containsExactly(0L, 0L, 0L);
    block.begin(RowBatch.ROWS);
    for (int row = 0; row < RowBatch.ROWS; row++) {
      set(model, block, row, row, row % 2 == 0 ? "a" : "b");
    }
    block.score();
    assertThat(block.rows()).isEqualTo(64);
    assertThat(block.answered()).isEqualTo(-1L);
    for (int row = 0; row < RowBatch.ROWS; row++) {
      assertThat(block.number(row)).isEqualTo(1 + 2 * row + (row % 2 == 0 ? 10 : 20));
    }
  }

  @Test
  void moreThanAllRowsAreRefused() {
    RowBatch block = model(INPUTS).newBlock();
    assertThatThrownBy(() -> block.begin(65))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 to 64 rows, not 65");
    assertThatThrownBy(() -> block.begin(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingOfTheBlockBeforeIsLeft() {
    CompiledModel model = model(INPUTS);
    RowBatch block = model.newBlock();
    block.begin(64);
    for (int row = 0; row < 64; row++) {
      set(model, block, row, row == 5 ? Double.NaN : 3, row == 6 ? "unheard of" : "a");
    }
    block.score();
    assertThat(block.undecided()).isEqualTo(1L << 5 | 1L << 6);
    block.begin(7);
    set(model, block, 0, 1, "b");
    set(model, block, 5, 1, "b");
    set(model, block, 6, 1, "b");
    block.missing(model.inputs().indexOf("x"), 6);
    block.score();
    assertThat(block.answered()).isEqualTo(0b0100001);
    assertThat(block.nothing()).as("rows that were not set, or taken back").isEqualTo(0b1011110);
    assertThat(block.undecided()).isZero();
    assertThat(block.number(0)).isEqualTo(23);
    assertThat(block.number(5)).isEqualTo(23);
  }

  @Test
  void codesAreTexts() {
    CompiledModel model = model(INPUTS);
    RowBatch block = model.newBlock();
    int text = model.inputs().indexOf("k");
    assertThat(model.isText(text)).isTrue();
    block.begin(2);
    block.number(model.inputs().indexOf("x"), 0, 0);
    block.number(model.inputs().indexOf("x"), 1, 0);
    block.code(text, 0, model.code(new byte[] {'b'}, 0, 1));
    block.code(text, 1, model.code(new byte[] {'c'}, 0, 1));
    block.score();
    assertThat(block.number(0)).isEqualTo(21);
    assertThat(block.undecided()).as("no level of k").isEqualTo(0b10);
  }

  @Test
  void missingAndInvalidValuesAreTreatedAsTheDocumentSays() {
    String inputs =
        "<MiningField name=\"x\" missingValueReplacement=\"5\" outliers=\"asExtremeValues\" lowValue=\"0\" highValue=\"9\"/>"
            + "<MiningField name=\"k\" invalidValueTreatment=\"asMissing\" missingValueReplacement=\"b\"/>";
    CompiledModel model = model(inputs);
    RowBatch block = model.newBlock();
    block.begin(4);
    set(model, block, 1, 100, "a");
    set(model, block, 2, -100, "unheard of");
    set(model, block, 3, 4, "b");
    block.score();
    assertThat(block.answered()).isEqualTo(0b1111);
    assertThat(List.of(block.number(0), block.number(1), block.number(2), block.number(3)))
        .containsExactly(1 + 10 + 20.0, 1 + 18 + 10.0, 1 + 0 + 20.0, 1 + 8 + 20.0);
  }

  @Test
  void manyThreadsUseOneModel() throws InterruptedException, ExecutionException {
    CompiledModel model = model(INPUTS);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> runs = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        int seed = thread;
        runs.add(threads.submit(() -> wrong(model, new Random(seed))));
      }
      for (Future<Integer> run : runs) {
        assertThat(run.get()).isZero();
      }
    } finally {
      threads.shutdown();
    }
  }

  /** How many answers are wrong. */
  private static int wrong(CompiledModel model, Random random) {
    RowBatch block = model.newBlock();
    int wrong = 0;
    for (int round = 0; round < 500; round++) {
      int rows = 1 + random.nextInt(64);
      double[] expected = new double[rows];
      block.begin(rows);
      for (int row = 0; row < rows; row++) {
        double x = random.nextInt(100);
        boolean a = random.nextBoolean();
        set(model, block, row, x, a ? "a" : "b");
        expected[row] = 1 + 2 * x + (a ? 10 : 20);
      }
      block.score();
      for (int row = 0; row < rows; row++) {
        wrong += block.number(row) == expected[row] ? 0 : 1;
      }
    }
    return wrong;
  }
}
