package dev.almanac.scoring;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.ParityCertificate;
import dev.almanac.core.Progress;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.pmml.PmmlExporter;
import dev.almanac.pmml.PmmlJson;
import dev.almanac.pmml.PmmlModel;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TestSpark;
import dev.almanac.training.ExportedPipeline;
import dev.almanac.training.ParameterSearch;
import dev.almanac.training.PipelineLoader;
import dev.almanac.training.TrainOptions;
import dev.almanac.training.TrainedModel;
import dev.almanac.training.Trainer;
import dev.almanac.training.WarmStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** XGBoost means the same as trained, as kept and as exported, and the same rows give it again. */
class XgboostIT {
  private static final PmmlExporter.About ABOUT =
      new PmmlExporter.About("demo", "a demo", "Almanac", "0", Instant.EPOCH);
  private static final Map<String, Object> SMALL =
      Map.of("num-round", 8, "max-depth", 4, "subsample", 0.8);
  private static final TrainSpec BINARY = spec(TaskType.BINARY, SMALL);

  private static Dataset<Row> rows;
  private static TrainedModel binary;

  @BeforeAll
  static void trainOne() {
    rows = ModelFixture.rows(500).coalesce(2).cache();
    binary = new Trainer().train(rows, BINARY, Progress.SILENT);
  }

  @AfterAll
  static void release() {
    binary.close();
    rows.unpersist();
  }

  @Test
  void probabilitiesAgreeToAFloat() {
    assertThat(difference(binary)).isLessThanOrEqualTo(2e-7);
  }

  @Test
  @Tag("slow")
  void labelsOfSeveralWorkersAgree() {
    TrainSpec spec =
        spec(
            TaskType.MULTICLASS,
            Map.of("num-round", 4, "grow-policy", "lossguide", "max-leaves", 6, "num-workers", 2));
    try (TrainedModel model = new Trainer().train(rows, spec, Progress.SILENT)) {
      assertThat(difference(model)).isLessThanOrEqualTo(2e-7);
    }
  }

  @Test
  void numbersAgreeToTheBitUnlessTheyArePowers() {
    TrainSpec sums =
        spec(
            TaskType.REGRESSION,
            Map.of("num-round", 8, "num-parallel-tree", 2, "tree-method", "approx"));
    try (TrainedModel model = new Trainer().train(rows, sums, Progress.SILENT)) {
      assertThat(difference(model)).isZero();
    }
    TrainSpec powers = spec(TaskType.REGRESSION, Map.of("num-round", 8, "objective", "reg:gamma"));
    try (TrainedModel model = new Trainer().train(rows, powers, Progress.SILENT)) {
      assertThat(difference(model)).isBetween(0.0, 1e-6);
    }
  }

  @Test
  @Tag("slow")
  void theSameRowsInAnotherOrderGiveTheSameModel() {
    try (TrainedModel again =
        new Trainer().train(rows.orderBy("v").repartition(5), BINARY, Progress.SILENT)) {
      assertThat(exported(again)).isEqualTo(exported(binary));
    }
  }

  @Test
  void isKeptAndLoadedPastTheScreen(@TempDir Path folder) throws IOException {
    String kept = folder.resolve("pipeline").toString();
    ExportedPipeline.of(binary).save(kept);
    try (Stream<Path> files = Files.walk(Path.of(kept))) {
      for (Path file :
          files.filter(Files::isRegularFile).filter(f -> !f.toString().endsWith(".crc")).toList()) {
        PipelineScreen.check(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    PipelineModel loaded = PipelineLoader.load(TestSpark.session(), kept);

    assertThat(forecasts(new SparkEngine(loaded))).isEqualTo(forecasts(engine(binary)));
  }

  @Test
  void aNumberThatNoFloatHoldsIsRefusedByAllAndNotLearntFrom() {
    Dataset<Row> huge = binary.holdout().limit(3).withColumn("whole", lit(1e300));
    for (ScoringEngine engine : List.of(engine(binary), pmml(binary))) {
      assertThat(
              engine
                  .score(huge, binary.signature(), DecisionSpec.MIDDLE)
                  .select(ForecastColumns.REJECT_REASON)
                  .collectAsList())
          .as(engine.name())
          .hasSize(3)
          .allMatch(row -> "ENGINE_REFUSED".equals(row.get(0)));
    }
    try (TrainedModel model =
        new Trainer()
            .train(
                rows.withColumn("whole", expr("if(id = 3, 1e39, whole)")),
                BINARY,
                Progress.SILENT)) {
      assertThat(model.droppedRows()).containsEntry("BEYOND_FLOAT whole", 1L);
    }
  }

  @Test
  void growsTheTreesOfAnEarlierVersion() {
    WarmStart start =
        WarmStart.from(
            new WarmStart.Parent("demo:1", ExportedPipeline.of(binary), binary.signature()));
    try (TrainedModel grown = new Trainer().train(rows, BINARY, from(start), Progress.SILENT)) {
      assertThat(trees(grown)).isEqualTo(2 * trees(binary)).isEqualTo(16);
      assertThat(difference(grown)).isLessThanOrEqualTo(2e-7);
    }
  }

  @Test
  void doesNotGrowTreesThatKnowOtherLevels() {
    WarmStart start =
        WarmStart.from(
            new WarmStart.Parent("demo:1", ExportedPipeline.of(binary), binary.signature()));
    Dataset<Row> more = rows.withColumn("neither", expr("if(id % 3 = 0, 'n2', neither)"));

    assertThatThrownBy(() -> new Trainer().train(more, BINARY, from(start), Progress.SILENT))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_MISMATCH))
        .hasMessageContaining("cannot go on from demo:1")
        .hasMessageContaining("feature 'neither' has 1 new levels [n2]");
  }

  @Test
  @Tag("slow")
  void moreWorkersThanRunAtOnceAreRefusedAtOnce() {
    TrainSpec spec = spec(TaskType.BINARY, Map.of("num-workers", 64));

    assertThatThrownBy(() -> new Trainer().train(rows, spec, Progress.SILENT))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
        .hasMessageContaining("num-workers = 64")
        .hasMessageContaining("Set num-workers to at most");
    assertThat(TestSpark.session().range(2).count()).isEqualTo(2);
  }

  /** The largest difference of any form on rows of the holdout and at all edges. */
  private static double difference(TrainedModel model) {
    byte[] pmml = bytes(model);
    assertThat(PmmlModel.load(pmml).verify()).isPositive();
    byte[] json = PmmlJson.toXml(PmmlJson.toJson(pmml));
    Map<String, ScoringEngine> forms = new LinkedHashMap<>();
    forms.put("pmml", new JpmmlEngine(pmml, "xml " + model.hashCode()));
    forms.put("json", new JpmmlEngine(json, "json " + model.hashCode()));
    forms.put("compiled", new CompiledEngine(pmml));
    List<ParityCertificate> certificates =
        Parity.compare(
            TestSpark.session(),
            Parity.probe(model.holdout(), model.signature(), 200, 7),
            engine(model),
            forms,
            model.signature(),
            DecisionSpec.MIDDLE,
            Algorithm.XGBOOST.parityFloor());
    assertThat(certificates).hasSize(3).allMatch(ParityCertificate::holds);
    assertThat(certificates.get(0).edgeRows()).isGreaterThan(50);
    return certificates.stream()
        .mapToDouble(ParityCertificate::largestDifference)
        .max()
        .orElseThrow();
  }

  private static List<Row> forecasts(ScoringEngine engine) {
    return engine
        .score(binary.holdout(), binary.signature(), DecisionSpec.MIDDLE)
        .orderBy("big", "x", "z")
        .collectAsList();
  }

  private static ScoringEngine engine(TrainedModel model) {
    return new SparkEngine(model.pipeline());
  }

  private static ScoringEngine pmml(TrainedModel model) {
    return new JpmmlEngine(bytes(model), "xml " + model.hashCode());
  }

  private static long trees(TrainedModel model) {
    // One of them is the base score, which stands first.
    return exported(model).lines().filter(line -> line.contains("<TreeModel ")).count() - 1;
  }

  private static String exported(TrainedModel model) {
    return new String(bytes(model), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(TrainedModel model) {
    return PmmlExporter.export(
        model.pipeline(), model.signature(), model.holdout().limit(20), ABOUT);
  }

  private static TrainSpec spec(TaskType task, Map<String, Object> params) {
    return ModelFixture.spec(Algorithm.XGBOOST, task, params);
  }

  private static TrainOptions from(WarmStart start) {
    return new TrainOptions(
        Optional.empty(), List.of(), signature -> {}, ParameterSearch.NONE, start);
  }
}
