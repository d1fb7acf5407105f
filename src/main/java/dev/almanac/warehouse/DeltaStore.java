package dev.almanac.warehouse;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.get_json_object;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ForecastColumns;
import dev.almanac.data.ExactNames;
import io.delta.tables.DeltaTable;
import io.delta.tables.DeltaTableBuilder;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaHistory;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Operations of the Delta library: table creation, schema, maintenance and history. */
final class DeltaStore {
  private static final int RECENT = 25;
  private static final int STRETCH = 4;

  private static final Pattern EMPTY_AUTHORITY = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*:)///+");

  private static final String DATE = "_date";
  private static final String VACUUM_END = "VACUUM END";
  private static final int OVERTAKEN_LOOKS = 50;
  private static final long OVERTAKEN_PAUSE_MILLIS = 100;

  /** About one million rows. */
  private static final long MOST_BYTES_A_FILE = 64L << 20;

  /** Number of files and rows of a date. */
  record DateFiles(LocalDate date, long files, long rows) {}

  /** Numbers of files before and after compaction. */
  record Joined(long removed, long added) {}

  /** Identity and version of a table. */
  record State(String tableId, long version) {}

  /** One commit. */
  record Commit(long version, Instant at, String operation, @Nullable String metadata) {}

  /**
   * Error classes raised when another run creates the table at the same time: a folder without a
   * log, or an empty log.
   */
  private static final Set<String> HALF_MADE =
      Set.of("DELTA_CREATE_TABLE_WITH_NON_EMPTY_LOCATION", "DELTA_TABLE_NOT_FOUND");

  private static final Pattern NO_PARQUET_NAME = Pattern.compile("[ ,;{}()\n\t=]");

  /** The table property that allows columns of any name. */
  static final String MAPPING = "delta.columnMapping.mode";

  private final SparkSession spark;

  DeltaStore(SparkSession spark) {
    this.spark = spark;
  }

  SparkSession spark() {
    return spark;
  }

  /**
   * Delta treats {@code file:///a} and {@code file:/a} as two locations when it creates a table.
   */
  static String plain(String path) {
    return EMPTY_AUTHORITY.matcher(path).replaceFirst("$1/");
  }

  boolean exists(String path) {
    return DeltaTable.isDeltaTable(spark, path);
  }

  /** The rows of a table's newest version, pinned. */
  Dataset<Row> read(String path) {
    return read(path, version(path));
  }

  /** The rows of a version of a table. */
  Dataset<Row> read(String path, long version) {
    return spark.read().format("delta").option("versionAsOf", version).load(path);
  }

  StructType schema(String path) {
    return existing(path).schema();
  }

  Map<String, String> properties(String path) {
    return new TreeMap<>(CollectionConverters.asJava(existing(path).metadata().configuration()));
  }

  /**
   * Creates an empty table, or uses the one that another run creates at the same time.
   *
   * @throws AlmanacException SCHEMA_MISMATCH if the folder has files but no Delta table
   */
  void createUnlessOvertaken(
      String path, StructType schema, List<String> partitions, Map<String, String> properties) {
    for (int left = OVERTAKEN_LOOKS; ; left--) {
      try {
        create(path, schema, partitions, properties);
        return;
      } catch (AlmanacException e) {
        throw e;
      } catch (Exception e) {
        if (exists(path)) {
          return;
        }
        // The other run has created the folder but not yet the table.
        if (left == 0 || !isBeingMade(e)) {
          throw e;
        }
        if (!pause()) {
          throw e;
        }
      }
    }
  }

  private static boolean isBeingMade(Exception failure) {
    return failure instanceof SparkThrowable known && HALF_MADE.contains(known.getCondition());
  }

  /** Waits briefly; false if this thread is interrupted. */
  private static boolean pause() {
    try {
      Thread.sleep(OVERTAKEN_PAUSE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Creates an empty table.
   *
   * @throws AlmanacException SCHEMA_MISMATCH if the folder has files but no Delta table
   */
  private void create(
      String path, StructType schema, List<String> partitions, Map<String, String> properties) {
    refuseForeignFiles(path);
    DeltaTableBuilder builder =
        DeltaTable.createIfNotExists(spark)
            .location(path)
            .partitionedBy(partitions.toArray(String[]::new))
            // Readers of the files need no support for deletion vectors.
            .property("delta.enableDeletionVectors", "false");
    for (StructField field : schema.fields()) {
      if (!needsMapping(field.name())) {
        builder.addColumn(field.name(), field.dataType(), true);
      }
    }
    properties.forEach(builder::property);
    builder.execute();
  }

  /** Whether Parquet does not allow this column name, so that Delta must map it. */
  static boolean needsMapping(String column) {
    return NO_PARQUET_NAME.matcher(column).find();
  }

  /**
   * Enables column mapping. Existing columns keep their names in the files, so that readers of
   * partition folders still work.
   */
  void mapColumns(String path) {
    if (properties(path).getOrDefault(MAPPING, "none").equals("none")) {
      spark.sql(
          "ALTER TABLE delta.%s SET TBLPROPERTIES ('%s' = 'name', 'delta.minReaderVersion' = '2', 'delta.minWriterVersion' = '5')"
              .formatted(ExactNames.quoted(path), MAPPING));
    }
  }

  /**
   * The forecasts of the newest date up to a date, found in the table's log without reading rows.
   */
  Optional<PreviousPublication> last(String path, LocalDate upTo) {
    Snapshot snapshot = snapshot(path);
    return files(snapshot)
        .where(col(DATE).leq(upTo.toString()))
        .groupBy(DATE)
        .agg(rowCount(), count_if(records().isNull()))
        .orderBy(col(DATE).desc())
        .limit(1)
        .collectAsList()
        .stream()
        .map(row -> last(path, snapshot, LocalDate.parse(row.getString(0)), row))
        .findFirst();
  }

  private PreviousPublication last(String path, Snapshot snapshot, LocalDate date, Row row) {
    Dataset<Row> rows =
        read(path, snapshot.version())
            .where(ForecastSchema.named(ForecastColumns.RUN_DATE).equalTo(lit(date)));
    // Files of other writers may lack statistics.
    return new PreviousPublication(date, row.getLong(2) > 0 ? rows.count() : row.getLong(1), rows);
  }

  private static Column rowCount() {
    return sum(records());
  }

  /** The number of rows of a file, from its statistics. */
  private static Column records() {
    return get_json_object(col("stats"), "$.numRecords").cast("long");
  }

  /** The number of files and rows of each date, ordered by date. */
  List<DateFiles> dateFiles(String path) {
    return files(snapshot(path))
        .groupBy(DATE)
        .agg(count(lit(1)), rowCount())
        .orderBy(DATE)
        .collectAsList()
        .stream()
        .filter(row -> !row.isNullAt(0) && !row.isNullAt(2))
        .map(
            row -> new DateFiles(LocalDate.parse(row.getString(0)), row.getLong(1), row.getLong(2)))
        .toList();
  }

  /** Compacts the files of a date and clusters rows by key. */
  Joined layOut(String path, LocalDate date, List<String> keys) {
    SparkSession session = spark.newSession();
    session.conf().set("spark.databricks.delta.optimize.maxFileSize", MOST_BYTES_A_FILE);
    session.conf().set("spark.databricks.io.skipping.mdc.sortWithinFiles", true);
    session.conf().set(ForecastTableWriter.ROW_GROUP_BYTES, ForecastTableWriter.SMALL_ROW_GROUP);
    return joined(
        DeltaTable.forPath(session, path)
            .optimize()
            .where("%s = DATE'%s'".formatted(ForecastColumns.RUN_DATE, date))
            .executeZOrderBy(keys.toArray(String[]::new)));
  }

  /** Compacts the files of a table. */
  Joined compact(String path) {
    return joined(DeltaTable.forPath(spark, path).optimize().executeCompaction());
  }

  private static Joined joined(Dataset<Row> metrics) {
    Row row = metrics.select("metrics.numFilesRemoved", "metrics.numFilesAdded").head();
    return new Joined(row.getLong(0), row.getLong(1));
  }

  /** Removes unreferenced files; returns their number. */
  long vacuum(String path, int hours) {
    SparkSession session = spark.newSession();
    session.conf().set("spark.databricks.delta.vacuum.logging.enabled", true);
    fewTasks(session);
    long before = version(path);
    DeltaTable.forPath(session, path).vacuum(hours);
    // Others may have committed since, so the newest commit may not be the one of this vacuum.
    return DeltaTable.forPath(session, path)
        .history()
        .where(col("version").gt(before).and(col("operation").equalTo(VACUUM_END)))
        .orderBy("version")
        .limit(1)
        .select("operationMetrics")
        .collectAsList()
        .stream()
        .map(row -> row.<String, String>getJavaMap(0).getOrDefault("numDeletedFiles", "0"))
        .mapToLong(Long::parseLong)
        .sum();
  }

  /** Counts the files that {@link #vacuum} would remove. */
  long rehearseVacuum(String path, int hours) {
    SparkSession session = spark.newSession();
    fewTasks(session);
    return session
        .sql("VACUUM delta." + ExactNames.quoted(path) + " RETAIN " + hours + " HOURS DRY RUN")
        .count();
  }

  /** By default Delta lists folders in 10,000 tasks. */
  private static void fewTasks(SparkSession session) {
    session
        .conf()
        .set(
            "spark.sql.sources.parallelPartitionDiscovery.parallelism",
            4L * session.sparkContext().defaultParallelism());
  }

  private Snapshot snapshot(String path) {
    return DeltaLog.forTable(spark, path).update(false, Option.empty(), Option.empty());
  }

  /** The newest snapshot of an existing table, read without a query. */
  private Snapshot existing(String path) {
    Snapshot snapshot = snapshot(path);
    if (snapshot.version() < 0) {
      throw new IllegalStateException("there is no table at " + path);
    }
    return snapshot;
  }

  /** The files of a table and the date of each. */
  private static Dataset<Row> files(Snapshot snapshot) {
    return snapshot
        .allFiles()
        .toDF()
        .withColumn(DATE, col("partitionValues").getItem(ForecastColumns.RUN_DATE));
  }

  /** The identity and newest version of a table. */
  State state(String path) {
    Snapshot snapshot = snapshot(path);
    return new State(snapshot.metadata().id(), snapshot.version());
  }

  /** The newest version of a table. */
  long version(String path) {
    return snapshot(path).version();
  }

  /** The newest commits, or all commits, newest first. */
  List<Commit> history(String path, boolean all) {
    Option<Object> limit = all ? Option.empty() : Option.apply(RECENT);
    return commits(existing(path).deltaLog().history().getHistory(limit));
  }

  /** The newest commit that matches; the search range into the past grows step by step. */
  Optional<Commit> newest(String path, Predicate<Commit> required) {
    Snapshot snapshot = existing(path);
    long length = RECENT;
    for (long end = snapshot.version(); end >= 0; end -= length, length *= STRETCH) {
      List<Commit> commits =
          commits(
              snapshot
                  .deltaLog()
                  .history()
                  .getHistory(Math.max(0, end - length + 1), Option.apply(end), Option.empty()));
      Optional<Commit> found = commits.stream().filter(required).findFirst();
      // Old commits expire from the log.
      if (found.isPresent() || commits.isEmpty()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** All commits after a version, newest first. */
  List<Commit> historySince(String path, long version) {
    Snapshot snapshot = existing(path);
    return snapshot.version() <= version
        ? List.of()
        : commits(
            snapshot
                .deltaLog()
                .history()
                .getHistory(version + 1, Option.apply(snapshot.version()), Option.empty()));
  }

  private static List<Commit> commits(Seq<DeltaHistory> history) {
    List<Commit> commits = new ArrayList<>();
    for (DeltaHistory commit : CollectionConverters.asJava(history)) {
      commits.add(
          new Commit(
              (long) commit.version().get(),
              commit.timestamp().toInstant(),
              commit.operation(),
              commit.userMetadata().getOrElse(() -> null)));
    }
    return commits;
  }

  /**
   * The table version of the commit with this name, if it succeeded.
   *
   * @param after a version before the commit; any number of other commits may follow it
   */
  Optional<Long> versionOf(String path, String name, long after) {
    return historySince(path, after).stream()
        .filter(commit -> RunSummary.commit(commit.metadata()).filter(name::equals).isPresent())
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
        // Nothing exists at the location, as a new table requires.
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
