package dev.almanac.warehouse;

import static dev.almanac.warehouse.Runs.assertRefused;
import static dev.almanac.warehouse.Runs.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.ErrorCode;
import dev.almanac.testing.Interpreted;
import dev.almanac.testing.ScoredRows;
import dev.almanac.testing.TestSpark;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A forecast table by a name of the session's catalog. */
@ExtendWith(Interpreted.class)
@Tag("slow")
class CatalogEntryIT {
  private static final LocalDate MONDAY = LocalDate.parse("2026-05-04");

  private final SparkSession spark = TestSpark.session();
  private final Path root;

  CatalogEntryIT(@TempDir Path root) {
    this.root = root;
  }

  @BeforeEach
  void makeSchema() {
    spark.sql("CREATE SCHEMA IF NOT EXISTS ml");
  }

  @AfterEach
  void dropSchema() {
    spark.sql("DROP SCHEMA ml CASCADE");
  }

  @Test
  void aNameThatIsFreeMeansTheTableFromThenOn() {
    warehouse().requireName("ml.late", "t");
    publish("run-1", 3);

    assertThat(warehouse().register("ml.late", "t")).isTrue();
    assertThat(warehouse().register("ml.late", "t")).isFalse();
    assertThat(count()).isEqualTo(3);
    publish("run-2", 5);
    warehouse().requireName("ml.late", "t");
    assertThat(count()).as("what is published later is seen, too").isEqualTo(5);
    assertThat(warehouse().history("t"))
        .as("to be registered is no change of the table")
        .hasSize(2);

    spark.sql("DROP TABLE ml.late");
    publish("run-3", 4);
    assertThat(spark.read().format("delta").load(root.resolve("t").toString()).count())
        .as("the catalog does not own the table")
        .isEqualTo(4);
  }

  @Test
  void aNameThatMeansSomethingElseIsRefused() {
    spark.sql("CREATE TABLE ml.late (Location STRING) USING delta");
    assertRefused(
        () -> warehouse().requireName("ml.late", "t"),
        ErrorCode.SCHEMA_MISMATCH,
        "the name is taken: it means the table at ",
        "/ml.db/late");
    publish("run-1", 3);
    assertRefused(
        () -> warehouse().register("ml.late", "t"), ErrorCode.SCHEMA_MISMATCH, "the name is taken");
    spark.sql("CREATE TABLE ml.files (a INT) USING parquet");
    assertRefused(
        () -> warehouse().requireName("ml.files", "t"),
        ErrorCode.SCHEMA_MISMATCH,
        "the name is taken");
    spark.sql("CREATE VIEW ml.seen AS SELECT 1 AS a");
    assertRefused(
        () -> warehouse().requireName("ml.seen", "t"),
        ErrorCode.SCHEMA_MISMATCH,
        "it means a view");
    assertRefused(
        () -> warehouse().requireName("nowhere.late", "t"),
        ErrorCode.SCHEMA_MISMATCH,
        "the catalog has no schema 'nowhere'");
  }

  private long count() {
    spark.catalog().refreshTable("ml.late");
    return spark.sql("SELECT count(*) FROM ml.late").head().getLong(0);
  }

  private void publish(String run, int rows) {
    warehouse()
        .publish(request(ScoredRows.binary(rows, 0, 1), rows, MONDAY, run, List.of("region")));
  }

  private Warehouse warehouse() {
    return new Warehouse(spark, name -> root.resolve(name).toString());
  }
}
