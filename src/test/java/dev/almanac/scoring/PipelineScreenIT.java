package dev.almanac.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Progress;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.TextWords;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TestSpark;
import dev.almanac.testing.TrapRecord;
import dev.almanac.testing.TrapStage;
import dev.almanac.testing.TrapType;
import dev.almanac.training.ExportedPipeline;
import dev.almanac.training.TrainedModel;
import dev.almanac.training.Trainer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UDTRegistration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A saved pipeline that names what it must not, and those that training writes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipelineScreenIT {
  private static final String METADATA = "pipeline/stages/0_x/metadata/part-00000";
  private static final String IMPUTER = "org.apache.spark.ml.feature.ImputerModel";

  private Path saved = Path.of("unset");

  @BeforeAll
  void save(@TempDir Path folder) throws IOException {
    saved = folder.resolve("pipeline");
    keep(saved, Algorithm.GBT, TaskType.BINARY, Map.of("max-iter", 2, "max-depth", 2));
  }

  /** Trains a pipeline and saves it in the form in which versions have it. */
  private static void keep(
      Path place, Algorithm algorithm, TaskType task, Map<String, Object> params)
      throws IOException {
    try (TrainedModel model =
        new Trainer()
            .train(
                ModelFixture.rows(200),
                ModelFixture.spec(algorithm, task, params),
                Progress.SILENT)) {
      ExportedPipeline.of(model).save(place.toString());
    }
  }

  @BeforeEach
  void forget() {
    TrapRecord.takeTouched();
  }

  @Test
  void letsPassWhatTrainingWrites() throws IOException {
    int checked = 0;
    for (Path file : files(saved)) {
      PipelineScreen.check("pipeline/" + saved.relativize(file), Files.readAllBytes(file));
      checked++;
    }
    assertThat(checked).isGreaterThan(10);
  }

  @Test
  void letsPassWhatTrainingWritesForNumbers(@TempDir Path folder) throws IOException {
    Path place = folder.resolve("pipeline");
    keep(place, Algorithm.DECISION_TREE, TaskType.REGRESSION, Map.of("max-depth", 2));
    for (Path file : files(place)) {
      PipelineScreen.check("pipeline/" + place.relativize(file), Files.readAllBytes(file));
    }
  }

  /** What the screen is for: Spark itself loads the class and asks no question. */
  @Test
  void findsTheClassThatSparkWouldLoad(@TempDir Path folder) throws IOException {
    Path stage = null;
    for (Path file : files(saved)) {
      Path copy = folder.resolve(saved.relativize(file).toString());
      Files.createDirectories(copy.getParent());
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      if (stage == null && text.contains("\"class\":\"" + IMPUTER + "\"")) {
        stage = copy;
        text = text.replace(IMPUTER, TrapStage.class.getName());
      }
      Files.writeString(copy, text, StandardCharsets.ISO_8859_1);
    }
    Path hostile = java.util.Objects.requireNonNull(stage);
    String name = "pipeline/" + folder.relativize(hostile);

    assertRefused(name, Files.readString(hostile), TrapStage.class.getName());
    assertThat(TrapRecord.takeTouched()).isFalse();

    assertThatThrownBy(() -> PipelineModel.load(folder.toString())).isNotNull();
    assertThat(TrapRecord.takeTouched()).as("the trap works").isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.almanac.testing.TrapStage",
        "org.apache.spark.mlx.Evil",
        "org.apache.spark.deploy.worker.DriverWrapper",
        "org.apache.spark.ml.tuning.CrossValidatorModel",
        "com.sun.rowset.JdbcRowSetImpl",
        " org.apache.spark.ml.PipelineModel",
        ""
      })
  void refusesAClassThatIsNoneOfSparks(String type) {
    assertRefused(METADATA, metadata(type, "{}"), "names the class '" + type + "'");
  }

  @Test
  void refusesATokenizerWhosePatternMayTakeAllTime() {
    String tokenizer = "org.apache.spark.ml.feature.RegexTokenizer";
    String ours = "{\"pattern\":\"%s\"}".formatted(TextWords.SEPARATOR.replace("\\", "\\\\"));

    PipelineScreen.check(METADATA, bytes(metadata(tokenizer, ours)));
    PipelineScreen.check(METADATA, bytes(metadata(tokenizer, "{}")));
    for (String pattern : List.of("\"(a+)+$\"", "[\"x\"]", "null")) {
      String params = "{\"pattern\":" + pattern + "}";
      assertRefused(METADATA, metadata(tokenizer, params), "by a pattern of its own");
      assertRefused(
          METADATA,
          metadata(tokenizer, ours.substring(0, ours.length() - 1) + "," + params.substring(1)),
          "by a pattern of its own");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"class\":\"org.apache.spark.ml.PipelineModel\",\"class\":\"evil.A\"",
        "{\"cl\\u0061ss\":\"evil.A\"",
        "{\"class\":[\"evil.A\"]",
        "{\"class\":null",
        "{\"klass\":\"x\""
      })
  void isNotFooledByTricksOfJson(String begin) {
    String json =
        begin
            + ",\"uid\":\"u\",\"timestamp\":1,\"sparkVersion\":\"4.0.1\",\"paramMap\":{},\"defaultParamMap\":{}}";
    assertRefused(METADATA, json, METADATA);
  }

  @Test
  void refusesMetadataThatIsNotOneLineOfJson() {
    String good = metadata(IMPUTER, "{}");
    PipelineScreen.check(METADATA, bytes(good + "\n"));
    for (String text :
        List.of("", "\n" + good, good + "\n" + good, "[]", "rO0ABXNy", "{".repeat(5_000))) {
      assertRefused(METADATA, text, METADATA);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT reflect('java.lang.Runtime', 'getRuntime') FROM __THIS__",
        "SELECT *, java_method('java.lang.System', 'exit', 1) AS `x` FROM __THIS__",
        "SELECT *, CASE WHEN `a` IS NULL THEN '__missing' ELSE reflect('x', 'y') END AS `b` FROM __THIS__",
        "SELECT *, CASE WHEN `a` IS NULL THEN '__missing' ELSE `a` END AS `b` FROM __THIS__ WHERE reflect('x','y') IS NULL FROM __THIS__",
        "SELECT * FROM parquet.`/etc/secret`",
        "SELECT * FROM __THIS__ FROM __THIS__",
        "SELECT *, (SELECT max(id) FROM secrets) AS `x` FROM __THIS__",
        "SELECT *, CASE WHEN EXISTS (SELECT 1 FROM secrets) THEN 1.0D ELSE 0.0D END AS `x` FROM __THIS__",
        "SELECT *, `a` IN (SELECT id FROM secrets) AS `x` FROM __THIS__",
        "SELECT *, greatest(`a`, reflect('x', 'y')) AS `x` FROM __THIS__",
        "SELECT *, sys.greatest(`a`, 1.0D) AS `x` FROM __THIS__",
        "SELECT *, raise_error('x') AS `x` FROM __THIS__",
        "SELECT *, concat(`a`, `a`) AS `x` FROM __THIS__",
        "SELECT *, `a` AS `x` FROM secrets JOIN __THIS__",
        "SELECT *, `a` AS `x` FROM secrets -- FROM __THIS__",
        "SELECT *, `__THIS__` AS `x` FROM __THIS__",
        "SELECT * EXCEPT (`a`), `a` AS `x` FROM __THIS__",
        "SELECT /*+ COALESCE(1) */ *, `a` AS `x` FROM __THIS__",
        "SELECT DISTINCT *, `a` AS `x` FROM __THIS__",
        "WITH t AS (SELECT 1) SELECT *, `a` AS `x` FROM __THIS__",
        "CREATE TABLE stolen AS SELECT * FROM __THIS__",
        "SELECT *, sum(`a`) OVER () AS `x` FROM __THIS__",
        "SELECT *, x -> x + 1 AS `x` FROM __THIS__"
      })
  void refusesAStatementThatDoesMoreThanNameLevels(String statement) {
    String type = "org.apache.spark.ml.feature.SQLTransformer";
    String param = "{\"statement\":\"" + statement + "\"}";
    String good =
        "{\"statement\":\"SELECT *, CASE WHEN `a` IS NULL THEN '__missing' ELSE `a` END AS `b` FROM __THIS__\"}";

    PipelineScreen.check(METADATA, bytes(metadata(type, good)));
    assertRefused(METADATA, metadata(type, param), "has a statement");
    assertRefused(
        METADATA,
        metadata(type, good).replace("\"defaultParamMap\":{}", "\"defaultParamMap\":" + param),
        "has a statement");
    assertRefused(
        METADATA, metadata(type, good.replace("}", "," + param.substring(1))), "has a statement");
  }

  /** Spark makes a table's name of it, which it puts into the statement as it is. */
  @Test
  void refusesAStageThatIsCalledBySql() {
    String good =
        metadata(
            "org.apache.spark.ml.feature.SQLTransformer",
            "{\"statement\":\"SELECT *, greatest(`a`, 1.0D) / 2.0D AS `b` FROM __THIS__\"}");
    PipelineScreen.check(METADATA, bytes(good));
    assertRefused(
        METADATA, good.replace("\"uid\":\"u\"", "\"uid\":\"x -- ` y\""), "is called 'x -- ` y'");
  }

  @Test
  void refusesAColumnWhoseTypeIsAClass(@TempDir Path folder) throws IOException {
    Path data = folder.resolve("data");
    UDTRegistration.register(TrapType.Value.class.getName(), TrapType.class.getName());
    TestSpark.session()
        .createDataFrame(
            List.of(RowFactory.create((Object) null)), new StructType().add("x", new TrapType()))
        .write()
        .parquet(data.toString());
    Path file =
        files(data).stream()
            .filter(f -> f.toString().endsWith(".parquet"))
            .findFirst()
            .orElseThrow();
    byte[] content = Files.readAllBytes(file);
    TrapRecord.takeTouched();

    assertThatThrownBy(() -> PipelineScreen.check("pipeline/stages/0/data/part.parquet", content))
        .isInstanceOf(AlmanacException.class)
        .hasMessageContaining("a column of the class '" + TrapType.class.getName());
    assertThat(TrapRecord.takeTouched()).isFalse();

    TestSpark.session().read().parquet(data.toString()).schema();
    assertThat(TrapRecord.takeTouched()).as("the trap works").isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pipeline/stages/0_x/model.ser",
        "pipeline/stages/0_x/data/part-00000.kryo",
        "pipeline/metadata/part-00000.gz",
        "pipeline/metadata/evil.txt",
        "pipeline/stages/0_x/data/_metadata",
        "pipeline/metadata/_SUCCESS"
      })
  void refusesFilesThatTrainingDoesNotWrite(String name) {
    assertRefused(name, "\u00ac\u00ed\0\5sr", name);
  }

  @Test
  void refusesAParquetFileThatIsNone() {
    assertRefused("pipeline/stages/0_x/data/a.parquet", "PAR1 and no more", "is no Parquet file");
    assertRefused("pipeline/stages/0_x/data/a.parquet", "", "is no Parquet file");
  }

  private static void assertRefused(String name, String content, String result) {
    assertThatThrownBy(() -> PipelineScreen.check(name, bytes(content)))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .hasMessageStartingWith(name)
        .hasMessageContaining(result);
  }

  private static String metadata(String type, String params) {
    return "{\"class\":\"%s\",\"timestamp\":1,\"sparkVersion\":\"4.0.1\",\"uid\":\"u\",\"paramMap\":%s,\"defaultParamMap\":{}}"
        .formatted(type, params);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().endsWith(".crc"))
          .sorted()
          .toList();
    }
  }
}
