package dev.almanac.warehouse;

import static dev.almanac.warehouse.Runs.assertRefused;
import static dev.almanac.warehouse.Runs.request;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.RunId;
import dev.almanac.testing.Interpreted;
import dev.almanac.testing.ScoredRows;
import dev.almanac.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

/** What upkeep does to files, and that it changes nothing that a table says. */
@Tag("slow")
@ExtendWith(Interpreted.class)
class TableMaintenanceIT {
  private static final LocalDate MONDAY = LocalDate.parse("2026-05-04");

  private final SparkSession spark = TestSpark.session();
  private final Path root;

  TableMaintenanceIT(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void joinsFilesWithoutChangingWhatTheTableSays() {
    publish("run-1", 400, 1, MONDAY);
    publish("run-2", 40, 2, MONDAY.plusDays(1));
    scatter(MONDAY, 8);
    List<String> before = Runs.contentOf(spark, path("t"));

    TableMaintenance.Optimized done = warehouse().upkeep("t").optimize();

    assertThat(done.dates()).containsExactly(MONDAY);
    assertThat(done.filesBefore()).isEqualTo(8);
    assertThat(done.filesAfter()).isEqualTo(1);
    assertThat(Runs.contentOf(spark, path("t"))).isEqualTo(before);
    assertThat(read("t").where("run_date = '2026-05-04'").coalesce(1).select("id").collectAsList())
        .as("laid out by key inside the file")
        .extracting(row -> row.getString(0))
        .isSorted();
    assertThat(warehouse().history("t")).hasSize(2);
    assertThat(warehouse().upkeep("t").optimize().filesBefore()).isZero();
  }

  @Test
  void refusesToRemoveWhatReadersMayNeed() {
    publish("run-1", 20, 1, MONDAY);

    assertRefused(
        () -> warehouse().upkeep("t").vacuum(6),
        ErrorCode.BAD_OPTION,
        "6 days is too short a time",
        "Keep 7 or more");
    assertRefused(() -> warehouse().upkeep("nowhere"), ErrorCode.NO_SUCH_TABLE);
  }

  @Test
  void removesWhatOldRunsLeftAndNothingThatCanBeRolledBackTo() throws IOException {
    publish("run-1", 20, 1, MONDAY);
    publish("run-2", 20, 2, MONDAY);
    Path orphan = root.resolve("t/run_date=2026-05-04/part-00000-dead.snappy.parquet");
    Path young = root.resolve("t/run_date=2026-05-04/part-00001-alive.snappy.parquet");
    Files.write(orphan, new byte[9]);
    Files.write(young, new byte[9]);
    Files.setLastModifiedTime(
        orphan,
        FileTime.from(Files.getLastModifiedTime(young).toInstant().minusSeconds(8 * 86_400)));

    assertThat(warehouse().upkeep("t").rehearse(7).files()).isEqualTo(1);
    assertThat(orphan).exists();
    assertThat(warehouse().upkeep("t").vacuum(7).files()).isEqualTo(1);

    assertThat(orphan).doesNotExist();
    assertThat(young).as("may be of a run that has not committed").exists();
    warehouse()
        .rollBack(
            "t",
            MONDAY,
            Optional.empty(),
            new Decision(new RunId("back"), "ann", "bad feed", Instant.EPOCH));
    assertThat(read("t").select("run_id").distinct().collectAsList()).hasToString("[[run-1]]");
  }

  @Test
  void leavesTablesOfOthersAlone() {
    spark.range(3).write().format("delta").save(path("t"));

    assertRefused(
        () -> warehouse().upkeep("t").optimize(),
        ErrorCode.SCHEMA_MISMATCH,
        "a Delta table that Almanac did not make");
  }

  @Test
  void keepsStatisticsOfKeysHoweverManyColumnsThereAre() throws IOException {
    Dataset<Row> wide = ScoredRows.binary(20, 0, 1);
    List<String> passThrough = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      wide = wide.withColumn("c" + i, lit(i));
      passThrough.add("c" + i);
    }
    warehouse().publish(request(wide, 20, MONDAY, "run-1", passThrough));

    List<Row> files =
        DeltaLog.forTable(spark, path("t"))
            .update(false, Option.empty(), Option.empty())
            .allFiles()
            .toDF()
            .select(col("stats"))
            .collectAsList();
    for (Row file : files) {
      JsonNode stats = new ObjectMapper().readTree(file.getString(0));
      assertThat(stats.path("minValues").path("id").asText()).isEqualTo("k0");
      assertThat(stats.path("maxValues").path("id").asText()).isEqualTo("k9");
    }
    assertThat(files).hasSize(1);
  }

  /** The date's rows in many files, as a large cluster leaves them. */
  private void scatter(LocalDate date, int files) {
    read("t")
        .where(col("run_date").equalTo(lit(date)))
        .repartition(files)
        .write()
        .format("delta")
        .mode("overwrite")
        .option("replaceWhere", "run_date = DATE'%s'".formatted(date))
        .option("dataChange", false)
        .save(path("t"));
  }

  private void publish(String run, int rows, int salt, LocalDate date) {
    warehouse()
        .publish(request(ScoredRows.binary(rows, 2, salt), rows, date, run, List.of("region")));
  }

  private Warehouse warehouse() {
    return new Warehouse(spark, this::path);
  }

  private String path(String name) {
    return name.startsWith("/") ? name : root.resolve(name).toString();
  }

  private Dataset<Row> read(String name) {
    return spark.read().format("delta").load(path(name));
  }
}
