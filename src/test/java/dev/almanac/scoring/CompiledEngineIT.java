package dev.almanac.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows in columns, rows one by one: the compiled engine answers as the document itself does. */
@TestInstance(Lifecycle.PER_CLASS)
class CompiledEngineIT {
  private static final PmmlExporter.About ABOUT =
      new PmmlExporter.About("m", "", "almanac", "test", Instant.EPOCH);

  /** A document behind both engines, and a decision. */
  record Exported(String name, String document, Signature signature, DecisionSpec decision) {
    byte[] pmml() {
      return document.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private List<Exported> models = List.of();
  private String folder = "";
  private String parquet = "";
  private String delta = "";

  @BeforeAll
  void fitAndWrite(@TempDir Path made) {
    folder = made.toString();
    DecisionSpec plain = new DecisionSpec(0.2);
    models =
        List.of(
            export(Algorithm.LOGISTIC_REGRESSION, TaskType.BINARY, plain),
            export(
                Algorithm.DECISION_TREE,
                TaskType.MULTICLASS,
                new DecisionSpec(0.5, Map.of(), Map.of(), OptionalDouble.of(0.7))),
            export(Algorithm.DECISION_TREE, TaskType.MULTICLASS, DecisionSpec.MIDDLE),
            export(Algorithm.LINEAR_REGRESSION, TaskType.REGRESSION, DecisionSpec.MIDDLE));
    // More rows than a batch of the reader has, in files of several sizes, nulls and NaN among
    // them.
    Dataset<Row> rows =
        ModelFixture.rows(9_000)
            .withColumn("x", expr("if(id % 501 = 0, 'NaN', x)").cast("double"))
            .withColumn("neither", expr("if(id % 733 = 0, 'martian', neither)"));
    parquet = folder + "/rows.parquet";
    delta = folder + "/rows.delta";
    rows.coalesce(1).write().parquet(parquet);
    rows.repartition(3).write().format("delta").partitionBy("unseen").save(delta);
  }

  Stream<Exported> models() {
    return models.stream();
  }

  @ParameterizedTest
  @MethodSource("models")
  void answersAsTheDocumentDoesWhereverRowsStand(Exported model) {
    Dataset<Row> inColumns = TestSpark.session().read().parquet(parquet);
    Dataset<Row> partitioned = TestSpark.session().read().format("delta").load(delta);
    Dataset<Row> inRows = inColumns.where(col("id").plus(lit(0)).geq(lit(0)));

    List<String> expected = describe(new JpmmlEngine(model.pmml(), model.name()), inColumns, model);

    ScoringEngine compiled = new CompiledEngine(model.pmml());
    assertThat(describe(compiled, inColumns, model)).isEqualTo(expected);
    assertThat(describe(compiled, inRows, model)).isEqualTo(expected);
    assertThat(describe(compiled, partitioned, model)).isEqualTo(expected);
    assertThat(expected).hasSize(9_000);
    assertThat(plan(compiled, inColumns, model)).contains("ColumnarToRow\n   +- BlockScore");
    assertThat(plan(compiled, inRows, model)).doesNotContain("ColumnarToRow\n   +- BlockScore");
  }

  @Test
  void keepsToTheSparkItsOperatorIsMadeFor() {
    assertThat(CompiledEngine.whyNotWith("4.0.1")).isEmpty();
    assertThat(CompiledEngine.whyNotWith("4.1.0")).get().asString().contains("this is Spark 4.1.0");
  }

  @Test
  void readsOnlyTheColumnsThatAreRequired() {
    Exported model = models.get(3);
    Dataset<Row> rows = TestSpark.session().read().parquet(parquet);

    String plan =
        new CompiledEngine(model.pmml())
            .score(rows, model.signature(), model.decision())
            .select("id", "prediction")
            .queryExecution()
            .executedPlan()
            .toString();

    assertThat(plan).contains("BlockScore").contains("ReadSchema: struct<id:bigint,big:bigint");
    assertThat(plan.substring(plan.indexOf("ReadSchema"))).doesNotContain("amount");
  }

  @Test
  void canBeJoinedWithItself() {
    Exported model = models.get(0);
    Dataset<Row> rows = TestSpark.session().read().parquet(parquet);
    Dataset<Row> scored =
        new CompiledEngine(model.pmml()).score(rows, model.signature(), model.decision());

    long same =
        scored
            .as("a")
            .join(scored.as("b"), expr("a.id = b.id AND a.probability = b.probability"))
            .count();

    assertThat(same).isEqualTo(scored.filter("probability IS NOT NULL").count()).isPositive();
  }

  @Test
  void scoresWhatIsWrittenInEveryWayOfANumber() {
    Exported model = models.get(3);
    Dataset<Row> rows = TestSpark.session().read().parquet(parquet);
    for (String type : List.of("decimal(20,2)", "float", "double", "int", "bigint")) {
      Dataset<Row> retyped = rows.withColumn("whole", expr("cast(whole as " + type + ")"));
      String file = folder + "/whole-" + type.replaceAll("\\W", "-");
      retyped.write().parquet(file);
      Dataset<Row> read = TestSpark.session().read().parquet(file);
      assertThat(answers(new CompiledEngine(model.pmml()), read, model))
          .as(type)
          .isEqualTo(answers(new CompiledEngine(model.pmml()), rows, model));
    }
  }

  /** The forecasts alone, by id. */
  private static List<String> answers(ScoringEngine engine, Dataset<Row> rows, Exported model) {
    return engine
        .score(rows, model.signature(), model.decision())
        .orderBy("id")
        .select("id", "prediction", "reject_reason")
        .collectAsList()
        .stream()
        .map(CompiledEngineIT::describe)
        .toList();
  }

  private static String plan(ScoringEngine engine, Dataset<Row> rows, Exported model) {
    return engine
        .score(rows, model.signature(), model.decision())
        .queryExecution()
        .executedPlan()
        .toString();
  }

  private static List<String> describe(ScoringEngine engine, Dataset<Row> rows, Exported model) {
    return engine
        .score(rows, model.signature(), model.decision())
        .orderBy("id")
        .collectAsList()
        .stream()
        .map(CompiledEngineIT::describe)
        .toList();
  }

  private static String describe(Row row) {
    StringBuilder text = new StringBuilder();
    for (String name : row.schema().fieldNames()) {
      Object value = row.getAs(name);
      text.append(
              value instanceof Double number ? String.format(Locale.ROOT, "%.10g", number) : value)
          .append('|');
      if (name.equals("probabilities") && value != null) {
        row.<String, Double>getJavaMap(row.fieldIndex(name))
            .forEach(
                (label, number) ->
                    text.append(label).append(String.format(Locale.ROOT, "%.10g ", number)));
      }
    }
    return text.toString();
  }

  private static Exported export(Algorithm algorithm, TaskType task, DecisionSpec decision) {
    try (TrainedModel trained =
        new Trainer()
            .train(
                ModelFixture.rows(400),
                ModelFixture.spec(algorithm, task, Map.of()),
                Progress.SILENT)) {
      byte[] pmml =
          PmmlExporter.export(
              trained.pipeline(), trained.signature(), trained.holdout().limit(10), ABOUT);
      return new Exported(
          algorithm.word() + " " + task.word() + " " + decision.isPlain(),
          new String(pmml, StandardCharsets.UTF_8),
          trained.signature(),
          decision);
    }
  }
}
