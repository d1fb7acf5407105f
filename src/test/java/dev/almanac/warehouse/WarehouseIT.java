package dev.almanac.warehouse;

import static dev.almanac.warehouse.Runs.assertRefused;
import static dev.almanac.warehouse.Runs.request;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.ErrorCode;
import dev.almanac.testing.Interpreted;
import dev.almanac.testing.ScoredRows;
import dev.almanac.testing.TestSpark;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a publication does, and what it refuses. */
@ExtendWith(Interpreted.class)
class WarehouseIT {
  private static final LocalDate MONDAY = LocalDate.parse("2026-05-04");
  private static final LocalDate TUESDAY = MONDAY.plusDays(1);

  private final SparkSession spark = TestSpark.session();

  private final Path root;

  WarehouseIT(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void publishesToANewTable() {
    Publication publication = publish(ScoredRows.binary(100, 10, 1), 100, MONDAY, "run-1");

    assertThat(publication.outcome()).isEqualTo(Publication.Outcome.COMMITTED);
    assertThat(publication.rows().in()).isEqualTo(100);
    assertThat(publication.rows().scored()).isEqualTo(90);
    assertThat(publication.rows().rejected()).isEqualTo(Map.of("MISSING_VALUE", 10L));
    assertThat(read("t").columns())
        .containsExactly(
            "id",
            "prediction",
            "probability",
            "decision",
            "region",
            "run_date",
            "model",
            "model_version",
            "run_id",
            "scored_at",
            "source_version");
    assertThat(read("t").count()).isEqualTo(90);
    Row row = read("t").where("id = 'k3'").collectAsList().get(0);
    assertThat(row.getAs("model").toString()).isEqualTo("churn");
    assertThat(row.<Integer>getAs("model_version")).isEqualTo(7);
    assertThat(row.getAs("run_id").toString()).isEqualTo("run-1");
    assertThat(row.getAs("source_version").toString()).isEqualTo("customers@v12");
    assertThat(
            read("t").selectExpr("cast(scored_at as string)", "cast(run_date as string)").first())
        .hasToString("[2026-05-05 03:15:00.25,2026-05-04]");
    assertThat(read("r").columns())
        .containsExactly(
            "id",
            "reject_reason",
            "reject_field",
            "reject_value",
            "run_date",
            "model",
            "model_version",
            "run_id",
            "scored_at");
    assertThat(read("r").count()).isEqualTo(10);
    assertThat(properties("t"))
        .containsEntry("almanac.schema", "1")
        .containsEntry("almanac.keys", "[\"id\"]")
        .containsEntry("almanac.task", "binary");
  }

  @Test
  void writesOneCommitARunAndReportsIt() {
    publish(ScoredRows.binary(50, 0, 1), 50, MONDAY, "run-1");
    Publication second = publish(ScoredRows.binary(50, 5, 2), 50, TUESDAY, "run-2");

    List<PublicationRecord> history = warehouse().history("t");

    assertThat(history)
        .extracting(record -> record.runId().value())
        .containsExactly("run-2", "run-1");
    PublicationRecord newest = history.get(0);
    assertThat(newest.tableVersion()).isEqualTo(second.tableVersion()).isEqualTo(2);
    assertThat(newest.runDate()).isEqualTo(TUESDAY);
    assertThat(newest.scored()).isEqualTo(45);
    assertThat(newest.rejected()).isEqualTo(5);
    assertThat(newest.model().toString()).isEqualTo("churn:7");
    assertThat(newest.sourceVersion()).isEqualTo("customers@v12");
    assertThat(newest.specHash()).isEqualTo("abc123");
  }

  @Test
  void givesTheSameTableWhenADateIsRunAgain() {
    publish(ScoredRows.binary(60, 6, 1), 60, MONDAY, "run-1");
    publish(ScoredRows.binary(60, 6, 2), 60, TUESDAY, "run-2");
    List<String> before = content("t");
    List<String> rejectsBefore = content("r");

    publish(ScoredRows.binary(60, 6, 1), 60, MONDAY, "run-3");

    assertThat(content("t")).isEqualTo(before);
    assertThat(content("r")).isEqualTo(rejectsBefore);
    assertThat(
            read("t").where("run_date = '2026-05-04'").select("run_id").distinct().collectAsList())
        .hasToString("[[run-3]]");
  }

  @Test
  void replacesADayAndLeavesTheOthers() {
    publish(ScoredRows.binary(60, 6, 1), 60, MONDAY, "run-1");
    publish(ScoredRows.binary(60, 6, 2), 60, TUESDAY, "run-2");

    publish(ScoredRows.binary(20, 0, 3), 20, MONDAY, "run-3");

    assertThat(read("t").where("run_date = '2026-05-04'").count()).isEqualTo(20);
    assertThat(read("t").where("run_date = '2026-05-05'").count()).isEqualTo(54);
    assertThat(read("r").where("run_date = '2026-05-04'").count()).isZero();
    assertThat(read("r").where("run_date = '2026-05-05'").count()).isEqualTo(6);
  }

  @Test
  void sortsByKeyInsideFiles() {
    publish(ScoredRows.binary(5000, 0, 1), 5000, MONDAY, "run-1");

    List<Row> rows = read("t").coalesce(1).select("id").collectAsList();

    assertThat(read("t").inputFiles()).hasSize(1);
    assertThat(rows).extracting(row -> row.getString(0)).isSorted();
  }

  /** A look-up reads a row group. The session that all share knows nothing of their size. */
  @Test
  void writesSmallRowGroups() throws IOException {
    publish(ScoredRows.binary(300_000, 0, 1), 300_000, MONDAY, "run-1");

    Path file = Path.of(URI.create(read("t").inputFiles()[0]));
    InputFile input =
        HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), new Configuration());
    try (ParquetFileReader reader = ParquetFileReader.open(input)) {
      assertThat(reader.getRowGroups()).hasSizeGreaterThan(1);
    }
  }

  @Test
  void refusesAnEmptyResultBeforeItErasesADay() {
    publish(ScoredRows.binary(20, 0, 1), 20, MONDAY, "run-1");
    List<String> before = content("t");

    assertRefused(
        () -> publish(ScoredRows.binary(0, 0, 1), 0, MONDAY, "run-2"),
        ErrorCode.NOTHING_TO_PUBLISH,
        "there is no row to forecast for run date 2026-05-04");
    assertThat(content("t")).isEqualTo(before);
    assertThat(warehouse().history("t")).hasSize(1);
  }

  @Test
  void refusesTooManyRejectsWithTheirReasons() {
    publish(ScoredRows.binary(20, 0, 1), 20, MONDAY, "run-1");

    assertRefused(
        () -> publish(ScoredRows.binary(20, 15, 1), 20, MONDAY, "run-2"),
        ErrorCode.TOO_MANY_REJECTS,
        "15 of 20 rows (75.00 %) got no forecast; max-rejected-share allows 50.00 %",
        "15  MISSING_VALUE in 'age'");
    assertThat(read("t").count()).isEqualTo(20);
  }

  @Test
  void refusesKeysThatDoNotReportRowsApart() {
    Dataset<Row> doubled = ScoredRows.binary(30, 0, 1).unionByName(ScoredRows.binary(3, 0, 1));

    assertRefused(
        () -> publish(doubled, 33, MONDAY, "run-1"),
        ErrorCode.DUPLICATE_KEYS,
        "such as id=k0 in 2 rows; id=k1 in 2 rows; id=k2 in 2 rows");
    assertThat(DeltaTable.isDeltaTable(spark, path("t"))).isFalse();
  }

  @Test
  void refusesRowsWithoutAKey() {
    Dataset<Row> rows =
        ScoredRows.binary(30, 0, 1)
            .withColumn("id", when(col("id").equalTo("k4"), lit(null)).otherwise(col("id")));

    assertRefused(
        () -> publish(rows, 30, MONDAY, "run-1"),
        ErrorCode.NULL_KEYS,
        "1 of 30 rows have no value in a key column (id)");
  }

  @Test
  void refusesRowsThatAreUnaccountedFor() {
    assertRefused(
        () -> publish(ScoredRows.binary(30, 0, 1), 31, MONDAY, "run-1"),
        ErrorCode.INTERNAL,
        "31 rows in, 30 scored and {} rejected: 1 are unaccounted for");
  }

  @Test
  void refusesAColumnThatTheRowsLack() {
    assertRefused(
        () -> publish(ScoredRows.binary(9, 0, 1).drop("region"), 9, MONDAY, "run-1"),
        ErrorCode.MISSING_COLUMN,
        "the scored rows have no column 'region'");
    assertRefused(
        () -> publish(ScoredRows.binary(9, 0, 1).drop("probability"), 9, MONDAY, "run-1"),
        ErrorCode.MISSING_COLUMN,
        "the scored rows have no column 'probability'");
  }

  @Test
  void refusesToDropAColumnOfTheTable() {
    publish(ScoredRows.binary(9, 0, 1), 9, MONDAY, "run-1");

    assertRefused(
        () ->
            warehouse().publish(request(ScoredRows.binary(9, 0, 1), 9, MONDAY, "run-2", List.of())),
        ErrorCode.SCHEMA_MISMATCH,
        "it has the column 'region', which the job does not write");
  }

  @Test
  void refusesAColumnOfAnotherType() {
    publish(ScoredRows.binary(9, 0, 1), 9, MONDAY, "run-1");

    assertRefused(
        () -> publish(ScoredRows.binary(9, 0, 1).withColumn("region", lit(3)), 9, MONDAY, "run-2"),
        ErrorCode.SCHEMA_MISMATCH,
        "its column 'region' is STRING, the job's is INT");
    assertThat(read("t").count()).isEqualTo(9);
  }

  @Test
  void addsANewPassThroughColumn() {
    publish(ScoredRows.binary(9, 0, 1), 9, MONDAY, "run-1");
    Dataset<Row> wider = ScoredRows.binary(9, 0, 1).withColumn("tariff", lit("basic"));

    warehouse().publish(request(wider, 9, TUESDAY, "run-2", List.of("tariff", "region")));

    assertThat(read("t").columns()).endsWith("source_version", "tariff");
    assertThat(read("t").where("tariff is null").count()).isEqualTo(9);
    assertThat(read("t").where("tariff = 'basic'").select("run_date").distinct().collectAsList())
        .hasToString("[[2026-05-05]]");
    publish(wider.drop("tariff").withColumn("tariff", lit("x")), 9, MONDAY, "run-0", "tariff");
  }

  @Test
  void refusesNamesThatForecastsHaveOfThemselves() {
    assertRefused(
        () ->
            warehouse()
                .publish(
                    request(ScoredRows.binary(9, 0, 1), 9, MONDAY, "run-1", List.of("run_date"))),
        ErrorCode.SCHEMA_MISMATCH,
        "'run_date' is a column that forecasts have of themselves");
  }

  @Test
  void refusesATableOfOtherKeys() {
    publish(ScoredRows.binary(9, 0, 1), 9, MONDAY, "run-1");
    PublishRequest plain = request(ScoredRows.binary(9, 0, 1), 9, MONDAY, "run-2", List.of());
    PublishRequest other = withKeys(plain, ScoredRows.binary(9, 0, 1), List.of("id", "region"));

    assertRefused(
        () -> warehouse().publish(other),
        ErrorCode.SCHEMA_MISMATCH,
        "its keys is [\"id\"], the job's is [\"id\",\"region\"]");
  }

  @Test
  void refusesAFolderWithFilesInIt() throws IOException {
    Path folder = Files.createDirectories(root.resolve("t"));
    Path file = Files.writeString(folder.resolve("important.csv"), "a,b\n");

    assertRefused(
        () -> publish(ScoredRows.binary(9, 0, 1), 9, MONDAY, "run-1"),
        ErrorCode.SCHEMA_MISMATCH,
        "is a folder with files in it that belong to no Delta table");
    assertThat(file).hasContent("a,b\n");
  }

  @Test
  void refusesADeltaTableOfOthers() {
    spark.range(3).write().format("delta").save(path("t"));

    assertRefused(
        () -> publish(ScoredRows.binary(9, 0, 1), 9, MONDAY, "run-1"),
        ErrorCode.SCHEMA_MISMATCH,
        "it is a Delta table that Almanac did not make");
    assertThat(read("t").count()).isEqualTo(3);
  }

  @Test
  void publishesToATableWithoutRows() {
    publish(ScoredRows.binary(9, 0, 1), 9, MONDAY, "run-1");
    DeltaTable.forPath(spark, path("t")).delete();

    publish(ScoredRows.binary(9, 0, 1), 9, MONDAY, "run-2");

    assertThat(read("t").count()).isEqualTo(9);
    assertThat(warehouse().history("t")).hasSize(2);
  }

  @Test
  void letsABackfillAndTodayPublishAtOnce() throws Exception {
    publish(ScoredRows.binary(9, 0, 1), 9, MONDAY.minusDays(1), "run-0");
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<Future<Publication>> runs = new ArrayList<>();
      for (LocalDate date : List.of(MONDAY, TUESDAY)) {
        runs.add(pool.submit(() -> publish(ScoredRows.binary(40, 4, 2), 40, date, "run-" + date)));
      }
      for (Future<Publication> run : runs) {
        assertThat(run.get().outcome()).isEqualTo(Publication.Outcome.COMMITTED);
      }
    } finally {
      pool.shutdown();
    }
    assertThat(read("t").count()).isEqualTo(9 + 36 + 36);
  }

  @Test
  void reportsWhereNoTableIs() {
    assertRefused(
        () -> warehouse().history("nowhere"), ErrorCode.NO_SUCH_TABLE, "no forecast table at");
  }

  private Publication publish(
      Dataset<Row> scored, long rowsIn, LocalDate date, String run, String... more) {
    List<String> passThrough = new ArrayList<>(List.of("region"));
    passThrough.addAll(List.of(more));
    return warehouse().publish(request(scored, rowsIn, date, run, passThrough));
  }

  private Warehouse warehouse() {
    return new Warehouse(spark, this::path);
  }

  private static PublishRequest withKeys(
      PublishRequest request, Dataset<Row> scored, List<String> keys) {
    return new PublishRequest(
        scored,
        9,
        request.task(),
        keys,
        request.passThrough(),
        request.table(),
        request.rejects(),
        request.runDate(),
        request.model(),
        request.runId(),
        request.scoredAt(),
        request.sources(),
        request.specHash(),
        request.maxRejectedShare());
  }

  private String path(String name) {
    return root.resolve(name).toString();
  }

  private Dataset<Row> read(String name) {
    return spark.read().format("delta").load(path(name));
  }

  private List<String> content(String name) {
    return Runs.contentOf(spark, path(name));
  }

  private Map<String, String> properties(String name) {
    Row row =
        DeltaTable.forPath(spark, path(name)).detail().select("properties").collectAsList().get(0);
    return new TreeMap<>(row.<String, String>getJavaMap(0));
  }
}
