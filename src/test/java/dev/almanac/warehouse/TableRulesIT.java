package dev.almanac.warehouse;

import static dev.almanac.warehouse.Runs.assertRefused;
import static dev.almanac.warehouse.Runs.request;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.ErrorCode;
import dev.almanac.core.RunId;
import dev.almanac.core.RunRecord;
import dev.almanac.testing.Interpreted;
import dev.almanac.testing.ScoredRows;
import dev.almanac.testing.TestSpark;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a table's owner forbids is refused by its name, and no retry is advised. */
@ExtendWith(Interpreted.class)
class TableRulesIT {
  private static final LocalDate MONDAY = LocalDate.parse("2026-05-04");

  private final SparkSession spark = TestSpark.session();
  private final Path root;

  TableRulesIT(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void aConstraintOfAnyTableOfARun() {
    publish(rows(), "run-1");
    List<String> before = Runs.contentOf(spark, path("t"));
    sql("ALTER TABLE %s ADD CONSTRAINT no_west CHECK (region <> 'west')", "t");

    assertRefused(
        () -> publish(rows().withColumn("region", lit("west")), "run-2"),
        ErrorCode.TABLE_REFUSED,
        "CHECK constraint no_west",
        "region : west",
        "DROP CONSTRAINT",
        "running again changes nothing");
    assertThat(Runs.contentOf(spark, path("t"))).isEqualTo(before);

    sql("ALTER TABLE %s ADD CONSTRAINT known CHECK (reject_reason <> 'TEXT_TOO_LONG')", "r");
    assertRefused(
        () ->
            publish(
                rows()
                    .withColumn(
                        "reject_reason",
                        when(col("reject_reason").isNotNull(), lit("TEXT_TOO_LONG"))),
                "run-3"),
        ErrorCode.TABLE_REFUSED,
        "CHECK constraint known",
        path("r"));

    RunTable runs = new RunTable(spark, path("runs"));
    List<RunRecord> rows = warehouse().runs("t", "ann");
    runs.append(rows);
    sql("ALTER TABLE %s ADD CONSTRAINT by_ann CHECK (user = 'ann')", "runs");
    assertRefused(
        () -> runs.append(warehouse().runs("t", "bob")),
        ErrorCode.TABLE_REFUSED,
        "CHECK constraint by_ann");
  }

  @Test
  void aTableThatIsOnlyAppendedTo() {
    publish(rows(), "run-1");
    publish(rows(), "run-2");
    sql("ALTER TABLE %s SET TBLPROPERTIES ('delta.appendOnly' = 'true')", "t");

    assertRefused(
        () -> publish(rows(), "run-3"),
        ErrorCode.TABLE_REFUSED,
        "delta.appendOnly",
        "SET TBLPROPERTIES ('delta.appendOnly' = 'false')");
    assertRefused(
        () ->
            warehouse()
                .rollBack(
                    "t",
                    MONDAY,
                    Optional.empty(),
                    new Decision(new RunId("back-1"), "ann", "bad", Instant.EPOCH)),
        ErrorCode.TABLE_REFUSED,
        "delta.appendOnly");
    assertThat(warehouse().history("t")).hasSize(2);
  }

  @Test
  void aColumnOfAnotherNameBeforeAnythingIsCompared() {
    publish(rows(), "run-1");
    sql("ALTER TABLE %s SET TBLPROPERTIES ('delta.columnMapping.mode' = 'name')", "t");
    sql("ALTER TABLE %s RENAME COLUMN probability TO prob", "t");

    assertRefused(
        () ->
            warehouse()
                .publish(
                    request(rows(), 20, MONDAY, "run-2", List.of("region")),
                    (scored, account) -> {
                      throw new AssertionError("compared");
                    }),
        ErrorCode.SCHEMA_MISMATCH,
        "it has the column 'prob', which the job does not write");
  }

  @Test
  void aColumnThatIsNeverNull() {
    publish(rows(), "run-1");
    DeltaTable made = DeltaTable.forPath(spark, path("t"));
    String properties =
        "'almanac.schema' = '1', 'almanac.task' = 'binary', 'almanac.keys' = '[\"id\"]'";
    String columns =
        made.toDF().schema().toDDL().replace("region STRING", "region STRING NOT NULL");
    spark.sql(
        "CREATE TABLE delta.`%s` (%s) USING delta PARTITIONED BY (run_date) TBLPROPERTIES (%s)"
            .formatted(path("strict"), columns, properties));
    Warehouse strict = new Warehouse(spark, name -> path(name.equals("t") ? "strict" : name));

    assertRefused(
        () ->
            strict.publish(
                request(
                    rows().withColumn("region", lit(null).cast("string")),
                    20,
                    MONDAY,
                    "run-2",
                    List.of("region"))),
        ErrorCode.TABLE_REFUSED,
        "NOT NULL constraint violated for column: region");
  }

  @Test
  void aFeatureOfALaterDelta() throws IOException {
    publish(rows(), "run-1");
    Files.writeString(
        root.resolve("t/_delta_log/00000000000000000002.json"),
        """
        {"commitInfo":{"timestamp":1800000000000,"operation":"MANUAL","operationParameters":{}}}
        {"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["future"],"writerFeatures":["future"]}}
        """);

    assertRefused(() -> publish(rows(), "run-2"), ErrorCode.TABLE_REFUSED, "future");
    assertRefused(() -> warehouse().upkeep("t").optimize(), ErrorCode.TABLE_REFUSED, "future");
    assertRefused(() -> warehouse().upkeep("t").vacuum(7), ErrorCode.TABLE_REFUSED, "future");
    assertRefused(() -> warehouse().history("t"), ErrorCode.TABLE_REFUSED, "future");
  }

  private void publish(Dataset<Row> scored, String run) {
    warehouse().publish(request(scored, 20, MONDAY, run, List.of("region")));
  }

  private static Dataset<Row> rows() {
    return ScoredRows.binary(20, 2, 1);
  }

  private void sql(String statement, String table) {
    spark.sql(statement.formatted("delta.`" + path(table) + "`"));
  }

  private Warehouse warehouse() {
    return new Warehouse(spark, this::path);
  }

  private String path(String name) {
    return root.resolve(name).toString();
  }
}
