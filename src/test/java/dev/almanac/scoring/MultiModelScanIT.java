package dev.almanac.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.Progress;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.pmml.PmmlExporter;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TestSpark;
import dev.almanac.training.TrainedModel;
import dev.almanac.training.Trainer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Several models asked about rows that are read once: each answers as it does alone. */
@TestInstance(Lifecycle.PER_CLASS)
class MultiModelScanIT {
  private static final List<String> REPORTED =
      List.of(
          "id",
          "prediction",
          "probability",
          "probabilities",
          "decision",
          "reject_reason",
          "reject_field",
          "reject_value");

  private static final DecisionSpec UNSURE =
      new DecisionSpec(0.5, Map.of(), Map.of(), OptionalDouble.of(0.6));

  private SegmentModels.Member shallow = none();
  private SegmentModels.Member deep = none();
  private String parquet = "";

  @BeforeAll
  void fitAndWrite(@TempDir Path folder) {
    shallow = member(1, DecisionSpec.MIDDLE, Map.of("max-depth", 1));
    deep = member(2, UNSURE, Map.of("max-depth", 5));
    // More rows than a batch of the reader has, and nulls in the columns that choose.
    parquet = folder.resolve("rows").toString();
    ModelFixture.rows(9_000)
        .withColumn("neither", expr("if(id % 733 = 0, 'martian', neither)"))
        .withColumn("region", expr("if(id % 31 = 0, null, concat('r', id % 300))"))
        .coalesce(1)
        .write()
        .parquet(parquet);
  }

  @Test
  void asksTheModelOfTheSegmentAboutARow() {
    SegmentModels models =
        new SegmentModels("unseen", Map.of("u1", deep, "u3", reversed(deep), "u9", deep), shallow);

    Dataset<Row> inColumns = rows();
    Dataset<Row> inRows = inColumns.where(col("id").plus(lit(0)).geq(lit(0)));

    for (Dataset<Row> rows : List.of(inColumns, inRows)) {
      Dataset<Row> scored = new MultiModelScan(rows).ask("", models).scored();
      assertThat(describe(scored, expr("unseen IN ('u1', 'u3')")))
          .isEqualTo(describe(alone(deep, rows), expr("unseen IN ('u1', 'u3')")))
          .hasSizeBetween(4_000, 5_000);
      assertThat(describe(scored, expr("unseen NOT IN ('u1', 'u3')")))
          .isEqualTo(describe(alone(shallow, rows), expr("unseen NOT IN ('u1', 'u3')")));
      assertThat(
              scored
                  .groupBy("unseen", "model", "model_version")
                  .count()
                  .orderBy("unseen")
                  .drop("count")
                  .collectAsList()
                  .toString())
          .isEqualTo("[[u0,late,1], [u1,late,2], [u2,late,1], [u3,late,12]]");
    }
    assertThat(
            new MultiModelScan(inColumns)
                .ask("", models)
                .scored()
                .queryExecution()
                .executedPlan()
                .toString())
        .contains("ColumnarToRow\n   +- BlockScore");
  }

  @Test
  void knowsHundredsOfSegmentsAndTheRowsOfNone() {
    Map<String, SegmentModels.Member> byRegion =
        IntStream.range(0, 200)
            .boxed()
            .collect(Collectors.toMap(i -> "r" + i, i -> i % 2 == 0 ? deep : reversed(deep)));

    Dataset<Row> scored =
        new MultiModelScan(rows()).ask("", new SegmentModels("region", byRegion, shallow)).scored();

    Column own = expr("region IS NOT NULL AND cast(substring(region, 2) AS int) < 200");
    assertThat(describe(scored, own))
        .isEqualTo(describe(alone(deep, rows()), own))
        .hasSizeGreaterThan(5_000);
    Column rest = expr("region IS NULL OR cast(substring(region, 2) AS int) >= 200");
    assertThat(describe(scored, rest)).isEqualTo(describe(alone(shallow, rows()), rest));
  }

  @Test
  void choosesByWholeNumbersAndTruthsAsByTheirTexts() {
    for (String column : List.of("whole", "flag", "id")) {
      Map<String, SegmentModels.Member> byValue =
          Map.of("0", deep, "03", deep, "4", deep, "true", deep, "-1", deep);
      Dataset<Row> scored =
          new MultiModelScan(rows()).ask("", new SegmentModels(column, byValue, shallow)).scored();
      Column own = col(column).cast("string").isin("0", "4", "true");

      assertThat(describe(scored, own))
          .as(column)
          .isEqualTo(describe(alone(deep, rows()), own))
          .isNotEmpty();
      Column rest = own.unary_$bang().or(col(column).isNull());
      assertThat(describe(scored, rest))
          .as(column)
          .isEqualTo(describe(alone(shallow, rows()), rest));
    }
  }

  @Test
  void asksSeveralModelsAboutTheSameRows() {
    SegmentModels bySegment = new SegmentModels("unseen", Map.of("u1", deep), shallow);
    Dataset<Row> scored =
        new MultiModelScan(rows())
            .ask("a_", deep.engine(), deep.signature(), deep.decision())
            .ask("b_", bySegment)
            .ask("c_", shallow.engine(), shallow.signature(), shallow.decision())
            .scored();

    assertThat(describe(under("a_", scored), lit(true)))
        .isEqualTo(describe(alone(deep, rows()), lit(true)));
    assertThat(describe(under("c_", scored), lit(true)))
        .isEqualTo(describe(alone(shallow, rows()), lit(true)));
    assertThat(describe(under("b_", scored), lit(true)))
        .isEqualTo(describe(new MultiModelScan(rows()).ask("", bySegment).scored(), lit(true)));
    String plan = scored.queryExecution().executedPlan().toString();
    assertThat(plan.split("FileScan", -1)).as(plan).hasSize(2);
    assertThat(plan.split("BlockScore", -1)).as(plan).hasSize(2);
  }

  @Test
  void saysWhatIsWrongWithTheColumnThatChooses() {
    assertRefused("regoin", ErrorCode.MISSING_COLUMN, "did you mean 'region'?");
    assertRefused("amount", ErrorCode.WRONG_TYPE, "'amount' is DOUBLE");
  }

  private void assertRefused(String column, ErrorCode code, String message) {
    SegmentModels models = new SegmentModels(column, Map.of("1", deep), shallow);
    assertThatThrownBy(() -> new MultiModelScan(rows()).ask("", models))
        .isInstanceOfSatisfying(AlmanacException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  private Dataset<Row> rows() {
    return TestSpark.session().read().parquet(parquet);
  }

  private static Dataset<Row> alone(SegmentModels.Member member, Dataset<Row> rows) {
    return member.engine().score(rows, member.signature(), member.decision());
  }

  private static Dataset<Row> under(String prefix, Dataset<Row> rows) {
    return rows.select(
        REPORTED.stream()
            .map(name -> name.equals("id") ? col(name) : col(prefix + name).as(name))
            .toArray(Column[]::new));
  }

  private static List<String> describe(Dataset<Row> scored, Column which) {
    return scored
        .where(which)
        .orderBy("id")
        .select(
            REPORTED.stream()
                .map(
                    name ->
                        name.equals("probabilities")
                            ? expr("array_sort(map_entries(probabilities))")
                            : col(name))
                .toArray(Column[]::new))
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  /** The same version with its labels in another order, which changes no forecast. */
  private static SegmentModels.Member reversed(SegmentModels.Member member) {
    Signature signature = member.signature();
    List<String> labels = new ArrayList<>(signature.labels());
    Collections.reverse(labels);
    return new SegmentModels.Member(
        new ModelVersion(member.version().model(), member.version().number() + 10),
        member.engine(),
        new Signature(
            signature.task(), signature.inputs(), signature.target(), labels, signature.positive()),
        member.decision());
  }

  private static SegmentModels.Member none() {
    return new SegmentModels.Member(
        new ModelVersion(new ModelName("none"), 1),
        new CompiledEngine(new byte[0]),
        new Signature(TaskType.REGRESSION, List.of(), "none", List.of(), ""),
        DecisionSpec.MIDDLE);
  }

  private static SegmentModels.Member member(
      int number, DecisionSpec decision, Map<String, Object> params) {
    try (TrainedModel trained =
        new Trainer()
            .train(
                ModelFixture.rows(400),
                ModelFixture.spec(Algorithm.DECISION_TREE, TaskType.MULTICLASS, params),
                Progress.SILENT)) {
      byte[] pmml =
          PmmlExporter.export(
              trained.pipeline(),
              trained.signature(),
              trained.holdout().limit(10),
              new PmmlExporter.About("m", "", "almanac", "test", Instant.EPOCH));
      return new SegmentModels.Member(
          new ModelVersion(new ModelName("late"), number),
          new CompiledEngine(pmml),
          trained.signature(),
          decision);
    }
  }
}
