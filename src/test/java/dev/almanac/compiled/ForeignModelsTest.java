package dev.almanac.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.Signature;
import dev.almanac.pmml.Answer;
import dev.almanac.pmml.PmmlModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Documents that other libraries' models became: both engines answer as the library did, see {@code
 * src/test/resources/foreign/README.md}.
 */
class ForeignModelsTest {
  private static final Path FOLDER = Path.of("src/test/resources/foreign");

  /** How far numbers may be off, relative to 1 or the number itself: doubles, and floats. */
  private static final double CLOSE = 1e-9;

  private static final double CLOSE_OF_FLOATS = 1e-6;

  static Stream<String> models() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> Objects.toString(file.getFileName(), ""))
          .filter(name -> name.endsWith(".pmml"))
          .map(name -> name.replace(".pmml", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  @Test
  void thereAreDocumentsOfFourLibraries() throws IOException {
    assertThat(models().map(name -> name.split("-", 2)[0]).distinct())
        .containsExactly("lightgbm", "r", "sklearn", "xgboost");
    assertThat(models()).hasSizeGreaterThan(38);
  }

  @ParameterizedTest
  @MethodSource("models")
  void bothEnginesAnswerAsTheLibraryDid(String name) throws IOException {
    PmmlModel evaluator = PmmlModel.load(Files.readAllBytes(FOLDER.resolve(name + ".pmml")));
    Probes probes = Probes.read(FOLDER.resolve(name + ".csv"));
    Signature signature = Differential.signature(evaluator);
    CompiledModel compiled =
        ((CompileResult.Compiled) CompiledModel.compile(evaluator, signature)).model();
    double close = name.startsWith("xgboost") ? CLOSE_OF_FLOATS : CLOSE;
    assertThat(probes.rows()).hasSizeBetween(32, RowBatch.ROWS);
    for (int row = 0; row < probes.rows().size(); row++) {
      Answer answer = evaluator.score(probes.values(row, compiled), signature.labels());
      if (answer instanceof Answer.Estimate estimate) {
        probes.requireNumber(row, estimate.value(), close);
        continue;
      }
      assertThat(answer).as("row %d", row).isInstanceOf(Answer.Label.class);
      Answer.Label label = (Answer.Label) answer;
      assertThat(label.label()).as("row %d", row).isEqualTo(probes.cell(row, "=label"));
      for (int k = 0; k < signature.labels().size() && probes.hasProbabilities(); k++) {
        String column = "=p:" + signature.labels().get(k);
        probes.require(row, column, label.probabilities().get(k), close);
      }
    }
    RowBatch alone = compiled.newBlock();
    probes.fill(alone, compiled);
    alone.score();
    requireAnswers(probes, compiled, alone, close);
    RowBatches blocks = compiled.newBlocks();
    int together = Math.min(2, blocks.size());
    for (int i = 0; i < together; i++) {
      probes.fill(blocks.get(i), compiled);
    }
    blocks.score(together);
    for (int i = 0; i < together; i++) {
      requireAnswers(probes, compiled, blocks.get(i), close);
    }
  }

  /** Requires a scored block to hold the library's answers. */
  private static void requireAnswers(
      Probes probes, CompiledModel compiled, RowBatch block, double close) {
    for (int row = 0; row < probes.rows().size(); row++) {
      assertThat(block.answered() >>> row & 1).as("row %d is answered", row).isEqualTo(1);
      if (compiled.labels().isEmpty()) {
        probes.requireNumber(row, block.number(row), close);
        continue;
      }
      assertThat(compiled.labels().get(block.label(row)))
          .as("row %d", row)
          .isEqualTo(probes.cell(row, "=label"));
      for (int k = 0; k < compiled.labels().size() && probes.hasProbabilities(); k++) {
        String column = "=p:" + compiled.labels().get(k);
        probes.require(row, column, block.probability(row, k), close);
      }
    }
  }

  /** Probe rows, as text. */
  private record Probes(List<String> names, List<String[]> rows) {
    static Probes read(Path file) throws IOException {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      return new Probes(
          List.of(lines.get(0).split(",", -1)),
          lines.stream().skip(1).map(line -> line.split(",", -1)).toList());
    }

    String cell(int row, String column) {
      return rows.get(row)[names.indexOf(column)];
    }

    boolean hasProbabilities() {
      return names.stream().anyMatch(name -> name.startsWith("=p:"));
    }

    void requireNumber(int row, double result, double close) {
      require(row, "=number", result, close);
    }

    void require(int row, String column, double result, double close) {
      double expected = Double.parseDouble(cell(row, column));
      assertThat(Math.abs(result - expected))
          .as("%s of row %d: %s where the library said %s", column, row, result, expected)
          .isLessThanOrEqualTo(close * Math.max(1, Math.abs(expected)));
    }

    /** The values that an evaluator is given; a missing one is null. */
    Map<String, @Nullable Object> values(int row, CompiledModel model) {
      Map<String, @Nullable Object> values = new HashMap<>();
      for (int input = 0; input < model.inputs().size(); input++) {
        String name = model.inputs().get(input);
        String cell = cell(row, name);
        if (!cell.isEmpty()) {
          values.put(name, model.isText(input) ? cell : (Object) Double.valueOf(cell));
        }
      }
      return values;
    }

    /** Begins a block with all the rows. */
    void fill(RowBatch block, CompiledModel model) {
      block.begin(rows.size());
      for (int row = 0; row < rows.size(); row++) {
        set(block, model, row);
      }
    }

    private void set(RowBatch block, CompiledModel model, int row) {
      for (int input = 0; input < model.inputs().size(); input++) {
        String cell = cell(row, model.inputs().get(input));
        if (cell.isEmpty()) {
          block.missing(input, row);
        } else if (model.isText(input)) {
          byte[] bytes = cell.getBytes(StandardCharsets.UTF_8);
          block.text(input, row, Arrays.copyOf(bytes, bytes.length + 3), 0, bytes.length);
        } else {
          block.number(input, row, Double.parseDouble(cell));
        }
      }
    }
  }
}
