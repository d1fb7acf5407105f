package dev.almanac.warehouse;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ForecastColumns;
import io.delta.tables.DeltaTable;
import io.delta.tables.DeltaTableBuilder;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Delta's own calls: what a table is, making one, its history. */
final class DeltaStore {
  private static final int RECENT = 25;

  /** One commit. */
  record Commit(long version, Instant at, @Nullable String metadata) {}

  private final SparkSession spark;

  DeltaStore(SparkSession spark) {
    this.spark = spark;
  }

  boolean exists(String path) {
    return DeltaTable.isDeltaTable(spark, path);
  }

  StructType schema(String path) {
    return DeltaTable.forPath(spark, path).toDF().schema();
  }

  Map<String, String> properties(String path) {
    Row detail =
        DeltaTable.forPath(spark, path).detail().select("properties").collectAsList().get(0);
    return new TreeMap<>(detail.<String, String>getJavaMap(0));
  }

  /**
   * Makes an empty table, unless another run has made it meanwhile.
   *
   * @throws AlmanacException SCHEMA_MISMATCH if there are files that belong to no Delta table
   */
  void create(String path, StructType schema, Map<String, String> properties) {
    refuseForeignFiles(path);
    DeltaTableBuilder builder =
        DeltaTable.createIfNotExists(spark)
            .location(path)
            .partitionedBy(ForecastColumns.RUN_DATE)
            // Whoever reads the files themselves must not have to know deletion vectors.
            .property("delta.enableDeletionVectors", "false");
    schema.foreach(field -> builder.addColumn(field.name(), field.dataType(), true));
    properties.forEach(builder::property);
    builder.execute();
  }

  /** The newest commits, or all of them, newest first. */
  List<Commit> history(String path, boolean all) {
    DeltaTable table = DeltaTable.forPath(spark, path);
    Dataset<Row> history = all ? table.history() : table.history(RECENT);
    List<Commit> commits = new ArrayList<>();
    for (Row row : history.select("version", "timestamp", "userMetadata").collectAsList()) {
      Timestamp at = row.getTimestamp(1);
      commits.add(new Commit(row.getLong(0), at.toInstant(), row.getString(2)));
    }
    return commits;
  }

  /** The version a run made of a table, if its commit landed. */
  Optional<Long> versionOf(String path, String runId) {
    return history(path, false).stream()
        .filter(commit -> RunSummary.runId(commit.metadata()).filter(runId::equals).isPresent())
        .map(Commit::version)
        .findFirst();
  }

  private void refuseForeignFiles(String path) {
    boolean empty;
    try {
      empty =
          spark
              .read()
              .format("binaryFile")
              .option("recursiveFileLookup", "true")
              .load(path)
              .select("path")
              .isEmpty();
    } catch (Exception e) {
      if (e instanceof AnalysisException) {
        // There is nothing at that place, which is what a new table needs.
        return;
      }
      throw e;
    }
    if (!empty) {
      throw new AlmanacException(
          ErrorCode.SCHEMA_MISMATCH,
          "%s is a folder with files in it that belong to no Delta table.\nForecasts are not written among them. Choose another table in the job file, or move the files away."
              .formatted(path));
    }
  }
}
