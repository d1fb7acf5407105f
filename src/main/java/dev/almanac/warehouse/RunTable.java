package dev.almanac.warehouse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.RunColumns;
import dev.almanac.core.RunRecord;
import io.delta.tables.DeltaTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs table: one row for each state that a run reached. It is append-only, so concurrent
 * writers do not conflict. It records what happened; only the forecast tables determine what is
 * published.
 */
public final class RunTable {
  private static final Logger LOG = LoggerFactory.getLogger(RunTable.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Number of commits after which small files are compacted. */
  private static final long TIDY_EVERY = 50;

  private static final StructType SCHEMA =
      new StructType()
          .add(RunColumns.RUN_ID, DataTypes.StringType)
          .add(RunColumns.JOB, DataTypes.StringType)
          .add(RunColumns.VERSIONS, DataTypes.StringType)
          .add(RunColumns.STATE, DataTypes.StringType)
          .add(RunColumns.RUN_DATE, DataTypes.DateType)
          .add(RunColumns.STARTED_AT, DataTypes.TimestampType)
          .add(RunColumns.FINISHED_AT, DataTypes.TimestampType)
          .add(RunColumns.REASON, DataTypes.StringType)
          .add(RunColumns.USER, DataTypes.StringType)
          .add(RunColumns.ROWS_IN, DataTypes.LongType)
          .add(RunColumns.ROWS_SCORED, DataTypes.LongType)
          .add(RunColumns.ROWS_REJECTED, DataTypes.LongType)
          .add(RunColumns.REJECTED_BY_REASON, DataTypes.StringType)
          .add(RunColumns.SOURCE_VERSION, DataTypes.StringType)
          .add(RunColumns.SPEC_HASH, DataTypes.StringType)
          .add(RunColumns.FORECAST_TABLE, DataTypes.StringType)
          .add(RunColumns.LOCATION, DataTypes.StringType)
          .add(RunColumns.TABLE_VERSION, DataTypes.LongType)
          .add(RunColumns.ENGINE, DataTypes.StringType)
          .add(RunColumns.SUMMARY, DataTypes.StringType);

  private final SparkSession spark;
  private final DeltaStore store;
  private final String path;

  /**
   * @param path absolute location of the table; it is created with the first row
   */
  public RunTable(SparkSession spark, String path) {
    this.spark = spark;
    this.store = new DeltaStore(spark);
    this.path = DeltaStore.plain(path);
  }

  /**
   * Appends rows in one commit. After a lost response a row may occur twice, with the same meaning
   * as once.
   *
   * @throws AlmanacException SCHEMA_MISMATCH if the location has another table;
   *     WAREHOUSE_UNAVAILABLE
   */
  public void append(List<RunRecord> states) {
    if (states.isEmpty()) {
      return;
    }
    try {
      makeUnlessThere();
      List<Row> rows = states.stream().map(RunTable::row).toList();
      spark
          .createDataFrame(rows, SCHEMA)
          .coalesce(1)
          .write()
          .format("delta")
          .mode("append")
          .save(path);
      tidy();
    } catch (Exception e) {
      // Spark's checked exceptions are not declared.
      throw WarehouseErrors.writing(path, e);
    }
  }

  private void makeUnlessThere() {
    if (!store.exists(path)) {
      store.createUnlessOvertaken(
          path,
          SCHEMA,
          List.of(),
          Map.of(RunColumns.SCHEMA_PROPERTY, Integer.toString(RunColumns.SCHEMA_VERSION)));
    }
    String version = store.properties(path).get(RunColumns.SCHEMA_PROPERTY);
    if (!Integer.toString(RunColumns.SCHEMA_VERSION).equals(version)) {
      throw new AlmanacException(
          ErrorCode.SCHEMA_MISMATCH,
          "%s cannot take the run: %s.\nSet almanac.warehouse.runs to another name."
              .formatted(
                  path,
                  version == null
                      ? "it is a Delta table of something else"
                      : String.format(
                          Locale.ROOT,
                          "its schema is version %s, this Almanac writes %d",
                          version,
                          RunColumns.SCHEMA_VERSION)));
    }
  }

  /** One row per commit creates many small files. A failed compaction is harmless. */
  private void tidy() {
    try {
      if (store.version(path) % TIDY_EVERY == 0) {
        DeltaTable.forPath(spark, path).optimize().executeCompaction();
      }
    } catch (Exception e) {
      LOG.info("table={} not tidied: {}", path, String.valueOf(e.getMessage()));
    }
  }

  private static Row row(RunRecord run) {
    return RowFactory.create(
        run.runId().value(),
        run.job(),
        run.versions(),
        run.state().word(),
        run.runDate(),
        run.startedAt(),
        run.finishedAt(),
        run.reason(),
        run.user(),
        boxed(run.rowsIn()),
        boxed(run.rowsScored()),
        run.rejectedRows(),
        json(run.rejected()),
        run.sourceVersion(),
        run.specHash(),
        run.table(),
        run.location(),
        boxed(run.tableVersion()),
        run.engine(),
        run.summary());
  }

  private static @Nullable Long boxed(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }

  private static String json(Map<String, Long> counts) {
    try {
      return JSON.writeValueAsString(counts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of numbers has no JSON", e);
    }
  }
}
