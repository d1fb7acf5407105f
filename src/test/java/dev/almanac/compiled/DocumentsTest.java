package dev.almanac.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Signature;
import dev.almanac.pmml.Answer;
import dev.almanac.pmml.PmmlJson;
import dev.almanac.pmml.PmmlModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents that are easily read wrongly, see {@code src/test/resources/documents/README.md}. */
class DocumentsTest {
  private static final Path FOLDER = Path.of("src/test/resources/documents");
  private static final String REFUSED = "refuse";

  static Stream<String> documents() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".csv"))
          .map(name -> name.replace(".csv", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void answersWhatTheDocumentSaysOrRefusesIt(String name) throws IOException {
    byte[] pmml = Files.readAllBytes(FOLDER.resolve(name + ".pmml"));
    for (Map<String, String> row : rows(FOLDER.resolve(name + ".csv"))) {
      String expected = String.valueOf(row.get("=number"));
      if (expected.equals(REFUSED)) {
        assertDamaged(() -> PmmlModel.load(pmml));
        assertDamaged(() -> PmmlJson.toJson(pmml));
        continue;
      }
      assertAnswers(PmmlModel.load(pmml), row, Double.parseDouble(expected));
      assertAnswers(PmmlModel.loadJson(PmmlJson.toJson(pmml)), row, Double.parseDouble(expected));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unk_norm | <RegressionModel> has normalizationMethod=\"Logit\", which is not among none,"
            + " simplemax,",
        "unk_norm2 | normalizationMethod=\"sigmoid\"",
        "unk_cast | <Target> has castInteger=\"nearest\", which is not among round, ceiling,"
            + " floor",
        "unk_tree_mvs | <TreeModel> has missingValueStrategy=\"lastprediction\"",
        "unk_method | <Segmentation> has multipleModelMethod=\"mean\", which is not among",
        "unk_link | <GeneralRegressionModel> has linkFunction=\"logits\"",
      })
  void namesTheElementTheAttributeAndTheValue(String name, String problem) throws IOException {
    byte[] pmml = Files.readAllBytes(FOLDER.resolve(name + ".pmml"));

    assertThatThrownBy(() -> PmmlModel.load(pmml))
        .hasMessageContaining("line 1, column ")
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "concat-num | Unsupported: the function 'concat', at RegressionModel",
        "days | Unsupported: a value of the type date, at RegressionModel",
      })
  void reasonsAreInTheWordsOfPmml(String name, String reason) throws IOException {
    PmmlModel model = PmmlModel.load(Files.readAllBytes(FOLDER.resolve(name + ".pmml")));

    assertThat(CompiledModel.compile(model, Differential.signature(model)))
        .isEqualTo(new CompileResult.Unsupported(reason));
  }

  /** Whoever loads a document may be writing JSON on standard output. */
  @Test
  @SuppressWarnings("SystemOut")
  void nothingIsPrinted() throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    try (PrintStream all = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(all);
      for (String name : documents().toList()) {
        byte[] pmml = Files.readAllBytes(FOLDER.resolve(name + ".pmml"));
        load(pmml);
        load(new String(pmml, StandardCharsets.UTF_8).replace("=\"1\"", "=\"one\""));
        load(new String(pmml, StandardCharsets.UTF_8).replace("<RegressionT", "<x/><RegressionT"));
        load(new String(pmml, StandardCharsets.UTF_8).replace("<MiningSchema>", "<MiningSchema>7"));
      }
    } finally {
      System.setOut(out);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  private static void load(String pmml) {
    load(pmml.getBytes(StandardCharsets.UTF_8));
  }

  private static void load(byte[] pmml) {
    try {
      assertThat(PmmlModel.load(pmml)).isNotNull();
    } catch (AlmanacException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED);
    }
  }

  private static void assertDamaged(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AlmanacException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED));
  }

  private static void assertAnswers(PmmlModel model, Map<String, String> row, double expected) {
    Signature signature = Differential.signature(model);
    Map<String, @Nullable Object> values = new HashMap<>();
    model.inputs().forEach(name -> values.put(name, Double.valueOf(row.getOrDefault(name, ""))));
    assertThat(model.score(values, List.of())).isEqualTo(new Answer.Estimate(expected));
    if (CompiledModel.compile(model, signature) instanceof CompileResult.Compiled compiled) {
      RowBatch block = compiled.model().newBlock();
      block.begin(1);
      for (int i = 0; i < compiled.model().inputs().size(); i++) {
        block.number(
            i, 0, Double.parseDouble(row.getOrDefault(compiled.model().inputs().get(i), "")));
      }
      block.score();
      assertThat(block.answered()).isEqualTo(1);
      assertThat(block.number(0)).isEqualTo(expected);
    }
  }

  private static List<Map<String, String>> rows(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    String[] names = lines.get(0).split(",", -1);
    return lines.stream()
        .skip(1)
        .map(
            line -> {
              String[] cells = line.split(",", -1);
              Map<String, String> row = new HashMap<>();
              for (int i = 0; i < names.length; i++) {
                row.put(names[i], cells[i]);
              }
              return row;
            })
        .toList();
  }
}
