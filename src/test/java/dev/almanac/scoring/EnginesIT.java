package dev.almanac.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ParityCertificate;
import dev.almanac.core.Progress;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.forecast.EngineSelector;
import dev.almanac.pmml.PmmlExporter;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TestSpark;
import dev.almanac.training.TrainedModel;
import dev.almanac.training.Trainer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(Lifecycle.PER_CLASS)
class EnginesIT {
  private static final DecisionSpec DECISION = new DecisionSpec(0.2);
  private static final PmmlExporter.About ABOUT =
      new PmmlExporter.About("m", "", "almanac", "test", Instant.EPOCH);

  /** A fitted model behind all engines. */
  record Fitted(
      String name,
      Signature signature,
      ScoringEngine spark,
      ScoringEngine jpmml,
      ScoringEngine compiled,
      String pmml,
      Dataset<Row> holdout) {
    List<ScoringEngine> engines() {
      return List.of(spark, jpmml, compiled);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private final Dataset<Row> rows = ModelFixture.rows(400);
  private List<Fitted> models = List.of();

  @BeforeAll
  void fit() {
    models =
        List.of(
            fit(Algorithm.LOGISTIC_REGRESSION, TaskType.BINARY, Map.of()),
            fit(Algorithm.GBT, TaskType.BINARY, Map.of("max-iter", 4, "max-depth", 3)),
            fit(Algorithm.RANDOM_FOREST, TaskType.MULTICLASS, Map.of("num-trees", 3)),
            fit(Algorithm.LINEAR_REGRESSION, TaskType.REGRESSION, Map.of()));
  }

  Stream<Fitted> models() {
    return models.stream();
  }

  @ParameterizedTest
  @MethodSource("models")
  void givesTheSameForecastsByAllEngines(Fitted model) {
    Dataset<Row> input = withTroubles();

    List<Row> bySpark = collect(model.spark(), input, model);
    List<Row> byJpmml = collect(model.jpmml(), input, model);
    List<Row> compiled = collect(model.compiled(), input, model);

    assertThat(bySpark).hasSize((int) input.count());
    for (int i = 0; i < bySpark.size(); i++) {
      assertThat(describe(byJpmml.get(i))).as("row %d", i).isEqualTo(describe(bySpark.get(i)));
      assertThat(describe(compiled.get(i))).as("row %d", i).isEqualTo(describe(bySpark.get(i)));
    }
    assertThat(bySpark.stream().filter(row -> row.getAs("reject_reason") == null).count())
        .isGreaterThan(200);
  }

  @ParameterizedTest
  @MethodSource("models")
  void certifiesAnExportThatMeansTheSame(Fitted model) {
    Probe probe = Parity.probe(model.holdout(), model.signature(), 50, 7);

    ParityCertificate certificate = compare(model, probe, model.jpmml());

    assertThat(certificate.examples()).isEmpty();
    assertThat(certificate.holds()).as(certificate.toString()).isTrue();
    assertThat(certificate.rows()).isGreaterThan(100);
    assertThat(certificate.outputs())
        .hasSize(Math.max(1, model.signature().labels().size()))
        .allSatisfy((name, difference) -> assertThat(difference.relative()).isLessThan(1e-9));
    assertThat(certificate.edgeRows()).isGreaterThan(50);
    assertThat(certificate.form()).isEqualTo("pmml");
    assertThat(certificate.reference()).isEqualTo("spark");
    assertThat(compare(model, probe, model.compiled()).holds()).isTrue();
  }

  @Test
  void drawsTheSameProbeWhateverTheOrder() {
    Fitted model = models.get(0);

    Probe one = Parity.probe(model.holdout(), model.signature(), 20, 7);
    Probe other =
        Parity.probe(
            model.holdout().repartition(5).orderBy(col("x").desc()), model.signature(), 20, 7);
    Probe otherSeed = Parity.probe(model.holdout(), model.signature(), 20, 8);

    assertThat(other.rows().toString()).isEqualTo(one.rows().toString());
    assertThat(otherSeed.rows().toString()).isNotEqualTo(one.rows().toString());
    assertThat(one.stories())
        .contains("drawn from the holdout", "made: field 'x' is null", "made: every field is null");
  }

  @Test
  void findsAnExportThatMeansSomethingElse() {
    Fitted model = models.get(3);
    String tampered = model.pmml().replaceFirst("intercept=\"[^\"]*\"", "intercept=\"12345.0\"");
    Probe probe = Parity.probe(model.holdout(), model.signature(), 20, 7);

    ParityCertificate certificate =
        compare(
            model, probe, new JpmmlEngine(tampered.getBytes(StandardCharsets.UTF_8), "tampered"));

    assertThat(certificate.holds()).isFalse();
    assertThat(certificate.largestDifference()).isGreaterThan(1);
    assertThat(certificate.examples()).hasSize(5);
    assertThat(certificate.examples().get(0))
        .startsWith("row 1, drawn from the holdout, big=")
        .contains("spark answers", "jpmml answers");
  }

  @Test
  void certifiesNothingThatIsNoFiniteNumber() {
    Fitted model = models.get(3);
    Probe probe = Parity.probe(model.holdout(), model.signature(), 20, 7);
    for (String number : List.of("double('NaN')", "double('Infinity')", "-double('Infinity')")) {
      ScoringEngine broken = answering(number);

      ParityCertificate byBoth = compare(model, probe, broken, broken);
      ParityCertificate byOne = compare(model, probe, model.spark(), broken);

      assertThat(byBoth.holds()).as(byBoth.toString()).isFalse();
      assertThat(byBoth.refusals()).isEqualTo(byBoth.rows()).isGreaterThan(20);
      assertThat(byOne.holds()).as(byOne.toString()).isFalse();
      assertThat(byOne.examples().get(0)).contains("broken answers");
      assertThat(collect(broken, rows.where("whole is not null").limit(3), model))
          .allSatisfy(
              row -> {
                assertThat(row.<Double>getAs("prediction")).isNull();
                assertThat(row.<String>getAs("reject_reason")).isEqualTo("NO_FORECAST");
                assertThat(row.<String>getAs("reject_value")).isIn("NaN", "Infinity", "-Infinity");
              });
    }
  }

  @Test
  void neverReportsAProbabilityThatIsNoFiniteNumber() {
    Fitted model = models.get(0);
    for (String number : List.of("double('NaN')", "double('Infinity')", "-double('Infinity')")) {
      List<Row> result =
          collect(answering(number), rows.where("whole is not null").limit(3), model);
      assertThat(result)
          .hasSize(3)
          .allSatisfy(
              row -> {
                assertThat(row.<String>getAs("prediction")).isNull();
                assertThat(row.<Double>getAs("probability")).isNull();
                assertThat(row.<String>getAs("reject_reason")).isEqualTo("NO_FORECAST");
              });
    }
  }

  @Test
  void rejectsAProbabilityThatIsOutsideOfItsRangeByMoreThanRounding() {
    Fitted model = models.get(0);
    Dataset<Row> some = rows.where("whole is not null").limit(1);
    for (String number : List.of("-1e-10D", "1D + 1e-10D", "0D", "1D")) {
      assertThat(collect(answering(number), some, model))
          .allSatisfy(row -> assertThat(row.<String>getAs("reject_reason")).isNull());
    }
    for (String number : List.of("-1e-8D", "-3D", "1D + 1e-8D", "1e300D")) {
      assertThat(collect(answering(number), some, model))
          .allSatisfy(
              row -> {
                assertThat(row.<Double>getAs("probability")).isNull();
                assertThat(row.<String>getAs("reject_reason")).isEqualTo("NO_FORECAST");
                assertThat(row.<String>getAs("reject_value"))
                    .isEqualTo(
                        number.startsWith("-") ? "a probability below 0" : "a probability above 1");
              });
    }
  }

  /** An engine whose every number is the one given. */
  private static ScoringEngine answering(String number) {
    return new ScoringEngine() {
      @Override
      public String name() {
        return "broken";
      }

      @Override
      public Dataset<Row> score(Dataset<Row> input, Signature signature, DecisionSpec decision) {
        Dataset<Row> answered =
            ForecastColumnsBuilder.prepare(input, signature)
                .withColumn(ForecastColumnsBuilder.NUMBER, expr(number))
                .withColumn(ForecastColumnsBuilder.LABEL, lit("yes"))
                .withColumn(
                    ForecastColumnsBuilder.PROBABILITIES, expr("array(0.5D, " + number + ")"))
                .withColumn(ForecastColumnsBuilder.REFUSED, lit(null).cast("string"));
        return ForecastColumnsBuilder.finish(answered, input.columns(), signature, decision);
      }
    };
  }

  @ParameterizedTest
  @MethodSource("models")
  void reportsWhyARowIsRejected(Fitted model) {
    Dataset<Row> troubled = withTroubles();

    for (ScoringEngine engine : model.engines()) {
      Map<String, String> reasons =
          collect(engine, troubled.where("note <> ''"), model).stream()
              .collect(
                  java.util.stream.Collectors.toMap(
                      row -> row.getAs("note"),
                      row ->
                          row.getAs("reject_reason")
                              + " "
                              + row.getAs("reject_field")
                              + " "
                              + row.getAs("reject_value")));
      assertThat(reasons)
          .containsEntry("no whole", "MISSING_VALUE whole null")
          .containsEntry("nan", "NOT_A_NUMBER x NaN")
          .containsEntry("infinite", "NOT_A_NUMBER x -Infinity")
          .containsEntry("too large", "NOT_A_NUMBER x Infinity")
          .containsEntry("new level", "UNSEEN_LEVEL neither martian")
          .containsEntry("no level", "MISSING_VALUE unseen null")
          .containsEntry("fine", "null null null");
    }
  }

  @Test
  void keepsEveryColumnAsItIs() {
    Fitted model = models.get(0);
    Dataset<Row> input = withTroubles().withColumn("a.b", lit("dotted"));

    for (ScoringEngine engine : model.engines()) {
      Dataset<Row> scored = engine.score(input, model.signature(), DECISION);

      assertThat(scored.columns()).startsWith(input.columns());
      assertThat(
              Arrays.copyOfRange(scored.columns(), input.columns().length, scored.columns().length))
          .containsExactly(
              "prediction",
              "probability",
              "decision",
              "reject_reason",
              "reject_field",
              "reject_value");
      assertThat(scored.schema().apply("whole")).isEqualTo(input.schema().apply("whole"));
      org.apache.spark.sql.Column[] kept =
          Arrays.stream(input.columns())
              .map(ColumnNames::column)
              .toArray(org.apache.spark.sql.Column[]::new);
      assertThat(scored.select(kept).orderBy("id", "note").collectAsList().toString())
          .isEqualTo(input.orderBy("id", "note").collectAsList().toString());
    }
  }

  @Test
  void decidesByTheThreshold() {
    Fitted model = models.get(0);

    for (Row row : collect(model.spark(), rows, model)) {
      if (row.getAs("reject_reason") == null) {
        double probability = row.getAs("probability");
        assertThat(row.<String>getAs("decision")).isEqualTo(probability >= 0.2 ? "yes" : "no");
        assertThat(row.<String>getAs("prediction")).isEqualTo(probability > 0.5 ? "yes" : "no");
      }
    }
  }

  @Test
  void reportsEachLabelsProbability() {
    Fitted model = models.get(2);

    for (Row row : collect(model.spark(), rows.limit(50), model)) {
      if (row.getAs("reject_reason") == null) {
        Map<String, Double> all = row.getJavaMap(row.fieldIndex("probabilities"));
        assertThat(all.keySet()).hasSameElementsAs(model.signature().labels());
        assertThat(all.values().stream().mapToDouble(Double::doubleValue).sum())
            .isCloseTo(1, within(1e-12));
        assertThat(row.<Double>getAs("probability"))
            .isEqualTo(all.get(row.<String>getAs("decision")));
      }
    }
  }

  @Test
  void refusesRowsItCannotScore() {
    Fitted model = models.get(0);

    for (ScoringEngine engine : model.engines()) {
      assertThatThrownBy(
              () -> engine.score(rows.withColumn("decision", lit(1)), model.signature(), DECISION))
          .isInstanceOfSatisfying(
              AlmanacException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_MISMATCH))
          .hasMessageContaining("columns called decision");
      assertThatThrownBy(() -> engine.score(rows.drop("whole"), model.signature(), DECISION))
          .isInstanceOfSatisfying(
              AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISSING_COLUMN))
          .hasMessageContaining("'whole'");
      assertThatThrownBy(
              () -> engine.score(rows.withColumn("x", lit("1e309")), model.signature(), DECISION))
          .isInstanceOfSatisfying(
              AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_TYPE))
          .hasMessageContaining("'x'");
    }
  }

  /** The fixture's rows, and a few with what no engine may be given. */
  private Dataset<Row> withTroubles() {
    Dataset<Row> plain = rows.withColumn("note", lit(""));
    Dataset<Row> base = rows.where("missing is not null and x is not null").orderBy("id").limit(1);
    return plain
        .unionByName(base.withColumn("note", lit("fine")))
        .unionByName(
            base.withColumn("whole", lit(null).cast("smallint"))
                .withColumn("note", lit("no whole")))
        .unionByName(base.withColumn("x", lit(Double.NaN)).withColumn("note", lit("nan")))
        .unionByName(
            base.withColumn("x", lit(Double.NEGATIVE_INFINITY)).withColumn("note", lit("infinite")))
        .unionByName(
            base.withColumn("x", lit("1e309").cast("double")).withColumn("note", lit("too large")))
        .unionByName(
            base.withColumn("neither", lit("martian")).withColumn("note", lit("new level")))
        .unionByName(
            base.withColumn("unseen", lit(null).cast("string"))
                .withColumn("note", lit("no level")));
  }

  private static ParityCertificate compare(Fitted model, Probe probe, ScoringEngine candidate) {
    return compare(model, probe, model.spark(), candidate);
  }

  private static ParityCertificate compare(
      Fitted model, Probe probe, ScoringEngine reference, ScoringEngine candidate) {
    return Parity.compare(
        TestSpark.session(),
        probe,
        reference,
        candidate,
        EngineSelector.PMML_FORM,
        model.signature(),
        DECISION,
        1e-9);
  }

  private static List<Row> collect(ScoringEngine engine, Dataset<Row> input, Fitted model) {
    return engine.score(input, model.signature(), DECISION).collectAsList();
  }

  /** Numbers to nine digits: engines add up in different orders. */
  private static String describe(Row row) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      if (row.schema().apply(i).name().equals("probabilities") && !row.isNullAt(i)) {
        row.<String, Double>getJavaMap(i)
            .forEach(
                (label, number) ->
                    text.append(label).append(String.format(Locale.ROOT, "%.9f ", number)));
      } else {
        Object value = row.get(i);
        text.append(
            value instanceof Double number ? String.format(Locale.ROOT, "%.9f", number) : value);
      }
      text.append('|');
    }
    return text.toString();
  }

  private Fitted fit(Algorithm algorithm, TaskType task, Map<String, Object> params) {
    TrainSpec spec = ModelFixture.spec(algorithm, task, params);
    TrainedModel trained = new Trainer().train(rows, spec, Progress.SILENT);
    byte[] pmml =
        PmmlExporter.export(
            trained.pipeline(), trained.signature(), trained.holdout().limit(10), ABOUT);
    String name = algorithm.word() + " " + task.word();
    return new Fitted(
        name,
        trained.signature(),
        new SparkEngine(trained.pipeline()),
        new JpmmlEngine(pmml, name),
        new CompiledEngine(pmml),
        new String(pmml, StandardCharsets.UTF_8),
        trained.holdout());
  }
}
