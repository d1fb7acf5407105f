package dev.almanac.job;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.app.ModelCatalog;
import dev.almanac.core.Alias;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelRef;
import dev.almanac.core.RunId;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.registry.RegisteredVersion;
import dev.almanac.scoring.CompiledEngine;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TestSpark;
import dev.almanac.testing.TrainingSite;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Versions called from SQL. */
@TestInstance(Lifecycle.PER_CLASS)
class ModelCatalogIT {
  private static final String CATALOG = "spark.sql.catalog.models";
  private static final String ROW =
      "named_struct("
          + List.of("big", "x", "z", "whole", "both", "missing", "unseen", "neither", "flag")
              .stream()
              .map(name -> "'" + name + "', " + name)
              .collect(Collectors.joining(", "))
          + ")";

  private final SparkSession spark = TestSpark.session();
  private TrainingSite site;

  ModelCatalogIT(@TempDir Path folder) {
    site = new TrainingSite(folder);
  }

  @BeforeAll
  void train() {
    ModelFixture.rows(400).write().parquet(site.table("rows"));
    TrainSpec spec =
        ModelFixture.spec(Algorithm.DECISION_TREE, TaskType.BINARY, Map.of("max-depth", 3));
    site.train(spec, "one", LocalDate.parse("2026-05-01"));
    site.train(spec, "two", LocalDate.parse("2026-05-01"));
    site.registry()
        .moveAlias(
            TrainingSite.MODEL,
            new Alias("second-best"),
            1,
            OptionalInt.empty(),
            "for the test",
            run("09"));
    spark.conf().set(CATALOG, ModelCatalog.class.getName());
    spark.conf().set(CATALOG + ".registry", site.table("registry"));
    ModelFixture.rows(300)
        .withColumn("whole", expr("if(id % 9 = 0, null, whole)"))
        .createOrReplaceTempView("catalog_rows");
  }

  @AfterAll
  void forget() {
    spark.catalog().dropTempView("catalog_rows");
    spark.conf().unset(CATALOG);
    spark.conf().unset(CATALOG + ".registry");
  }

  @Test
  void answersAsTheEngineDoes() {
    RegisteredVersion champion = site.registry().resolve(ModelRef.parse("late@champion"));
    Dataset<Row> rows = spark.table("catalog_rows");
    List<Row> expected =
        new CompiledEngine(site.registry().open(champion).read("model.pmml"))
            .score(rows, champion.manifest().facts().signature(), DecisionSpec.MIDDLE)
            .select("id", "probability", "prediction", "reject_reason", "reject_field")
            .orderBy("id")
            .collectAsList();

    List<Row> result =
        spark
            .sql(
                "SELECT id, models.late("
                    + ROW
                    + ") AS p, f.prediction, f.reject_reason, f.reject_field FROM"
                    + " (SELECT *, models.late_row("
                    + ROW
                    + ") AS f FROM catalog_rows) ORDER BY id")
            .collectAsList();

    assertThat(result).isEqualTo(expected);
    assertThat(result.stream().filter(row -> row.isNullAt(1)).count()).isBetween(1L, 200L);
  }

  @Test
  void callsVersionsAndAliasesByName() {
    for (String function : List.of("late", "LATE_V2", "late_v1", "late_as_second_best")) {
      assertThat(
              spark
                  .sql("SELECT models.%s(%s) IS NULL FROM catalog_rows".formatted(function, ROW))
                  .distinct()
                  .count())
          .as(function)
          .isEqualTo(2);
    }
    assertThat(plan("late")).contains("late:2");
    assertThat(plan("late_as_second_best")).contains("late:1");
    assertThat(
            spark.sql("SHOW USER FUNCTIONS IN models").collectAsList().stream()
                .map(row -> row.getString(0)))
        .anyMatch(name -> name.endsWith("late"));
  }

  @Test
  void fieldsAreFoundInAnyLettersAsSqlHasIt() {
    String upper = ROW.replace("'both'", "'BOTH'").replace("'x'", "'X'");
    String query = "SELECT id, models.late(%s) AS p FROM catalog_rows ORDER BY id";

    assertThat(spark.sql(query.formatted(upper)).collectAsList())
        .isEqualTo(spark.sql(query.formatted(ROW)).collectAsList());
    String twice = ROW.replace("'x', x", "'X', null, 'x', x");
    assertThat(spark.sql(query.formatted(twice)).collectAsList())
        .as("the very name comes first")
        .isEqualTo(spark.sql(query.formatted(ROW)).collectAsList());
    String either = ROW.replace("'both', both", "'BOTH', both, 'Both', both");
    assertThatThrownBy(() -> spark.sql(query.formatted(either)).collectAsList())
        .hasMessageContaining("the input 'both' of late:2 may be any of the fields 'BOTH', 'Both'");
    spark.conf().set("spark.sql.caseSensitive", true);
    try {
      assertThatThrownBy(() -> spark.sql(query.formatted(upper)).collectAsList())
          .hasMessageContaining("column 'both' (string) is missing");
    } finally {
      spark.conf().unset("spark.sql.caseSensitive");
    }
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> spark.sql("SELECT models.lte(1)").collectAsList())
        .hasMessageContaining("lte");
    assertThatThrownBy(() -> spark.sql("SELECT models.late_v9(1)").collectAsList())
        .hasMessageContaining("late has no version 9");
    assertThatThrownBy(() -> spark.sql("SELECT models.late(1)").collectAsList())
        .hasMessageContaining("one struct");
    assertThatThrownBy(
            () -> spark.sql("SELECT models.late(named_struct('x', 1.5D))").collectAsList())
        .hasMessageContaining("(integer) are missing: 'big', 'whole'");
  }

  @Test
  void refusesNamesThatMeanSeveral() {
    for (String model : List.of("late-v7", "twin-a", "twin.a", "near", "near-row")) {
      site.registry()
          .recordRefusal(new ModelName(model), run("20"), List.of("bad"), Optional.empty());
    }
    for (String alias : List.of("third-best", "third.best")) {
      site.registry()
          .moveAlias(
              TrainingSite.MODEL,
              new Alias(alias),
              1,
              OptionalInt.empty(),
              "for the test",
              run("21"));
    }

    assertAmbiguous("late_v7", "late:7, late-v7@champion");
    assertAmbiguous("twin_a", "twin-a@champion, twin.a@champion");
    assertAmbiguous("near_row", "near-row@champion, near@champion (as a row)");
    assertAmbiguous("late_as_third_best", "late@third-best, late@third.best");
    assertThat(plan("late_v1")).contains("late:1");
    assertThat(plan("late_as_champion")).contains("late:2");
  }

  private void assertAmbiguous(String function, String meanings) {
    assertThatThrownBy(() -> plan(function))
        .hasStackTraceContaining("'%s' may be any of [%s]".formatted(function, meanings));
  }

  private static RunId run(String number) {
    return new RunId("20260501t0315%sz-0123456789".formatted(number));
  }

  private String plan(String function) {
    return spark
        .sql("SELECT models.%s(%s) FROM catalog_rows".formatted(function, ROW))
        .queryExecution()
        .analyzed()
        .toString();
  }
}
