package dev.almanac.warehouse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.TaskType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one date of one table in a run; creates the table if it does not exist, else checks its
 * schema.
 */
final class ForecastTableWriter {
  static final String SCHEMA_PROPERTY = "almanac.schema";
  static final String KEYS_PROPERTY = "almanac.keys";
  static final String TASK_PROPERTY = "almanac.task";
  static final String STATISTICS_PROPERTY = "delta.dataSkippingStatsColumns";

  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private static final Logger LOG = LoggerFactory.getLogger(ForecastTableWriter.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  static final String ROW_GROUP_BYTES = "parquet.block.size";

  /**
   * Small row groups, so that a lookup by key reads little: rows are sorted by key inside a file.
   */
  static final String SMALL_ROW_GROUP = Integer.toString(1 << 20);

  private static final long ROWS_A_FILE = 1_000_000;
  private static final long MIN_ROWS_A_FILE = 100_000;

  private final DeltaStore store;
  private final DateOwners owners;
  private final String path;
  private final PartitionReplacement day;
  private final PublishingJob job;

  /** The table version before the write; the run's commit has a later version. */
  private long before = -1;

  /** The version of the run's commit, if Delta reported it. */
  private OptionalLong committed = OptionalLong.empty();

  /**
   * @param job the writing job; a date of another job is refused
   */
  ForecastTableWriter(
      DeltaStore store,
      DateOwners owners,
      String path,
      PartitionReplacement day,
      PublishingJob job) {
    this.store = store;
    this.owners = owners;
    this.path = path;
    this.day = day;
    this.job = job;
  }

  /** The replacement of a date in an existing table, whose properties give its keys and task. */
  static PartitionReplacement day(Map<String, String> properties, LocalDate date, String commit) {
    String keys = properties.get(KEYS_PROPERTY);
    String word = properties.get(TASK_PROPERTY);
    Optional<TaskType> task =
        Arrays.stream(TaskType.values()).filter(type -> type.word().equals(word)).findFirst();
    if (keys == null || task.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.SCHEMA_MISMATCH,
          "this is no forecast table: Almanac did not make it.\n"
              + "Name a table that a scoring run wrote.");
    }
    try {
      return new PartitionReplacement(
          List.of(JSON.readValue(keys, String[].class)), task.get(), date, commit);
    } catch (JsonProcessingException e) {
      throw new AlmanacException(
          ErrorCode.SCHEMA_MISMATCH,
          "the table's property %s cannot be read".formatted(KEYS_PROPERTY),
          e);
    }
  }

  String path() {
    return path;
  }

  /**
   * Refuses rows that do not fit an existing table. Creates no table.
   *
   * @throws AlmanacException SCHEMA_MISMATCH, TABLE_REFUSED
   */
  void requireFits(StructType schema) {
    if (store.exists(path)) {
      checkProperties(store.properties(path));
      inTableOrder(store.schema(path), schema);
    }
  }

  /**
   * The rows with columns in the table's order. Does not change an existing table.
   *
   * @throws AlmanacException SCHEMA_MISMATCH if the rows do not fit the table; TABLE_REFUSED
   */
  Dataset<Row> prepare(Dataset<Row> rows) {
    StructType schema = rows.schema();
    if (!store.exists(path)) {
      create(schema);
    }
    checkProperties(store.properties(path));
    return rows.select(ForecastSchema.named(inTableOrder(store.schema(path), schema)));
  }

  /** Whether the table has rows of the run date. */
  boolean hasRows() {
    try {
      return owners.visible(path, day.date()).isPresent();
    } catch (Exception e) {
      throw WarehouseErrors.reading(path, e);
    }
  }

  /** Whether the table exists. */
  boolean isThere() {
    return store.exists(path);
  }

  /**
   * Replaces the rows of the run date in one commit; commits nothing if there are neither old nor
   * new rows.
   *
   * @param rows the result of {@link #prepare}
   * @param count number of rows
   * @param summary user metadata of the commit
   */
  Publication.Outcome replaceDay(Dataset<Row> rows, long count, String summary) {
    Dataset<Row> sorted =
        rows.repartitionByRange(
                files(count, rows.sparkSession().sparkContext().defaultParallelism()),
                ForecastSchema.named(day.keys()))
            .sortWithinPartitions(ForecastSchema.named(day.keys()));
    return commit(write(count == 0 ? none(rows) : sorted), summary);
  }

  private static Dataset<Row> none(Dataset<Row> rows) {
    return rows.sparkSession().createDataFrame(List.of(), rows.schema());
  }

  /**
   * Writes files with the new rows of the run date, and commits nothing.
   *
   * @param rows the result of {@link #prepare}, in the partitions and the order of the files
   */
  DayFiles write(Dataset<Row> rows) {
    boolean grows;
    DayFiles.Writer writer;
    try {
      grows = rows.columns().length > store.schema(path).size();
      if (grows && Arrays.stream(rows.columns()).anyMatch(DeltaStore::needsMapping)) {
        store.mapColumns(path);
      }
      before = store.version(path);
      // Begun before the table is read: later publications by others conflict.
      writer = DayFiles.begin(store.spark(), path);
      owners.requireOwn(path, day.date(), job);
    } catch (Exception e) {
      throw WarehouseErrors.reading(path, e);
    }
    try {
      return writer.write(withSmallRowGroups(rows), day.date(), grows);
    } catch (Exception e) {
      // Spark's checked exceptions are not declared.
      throw WarehouseErrors.writing(path, e);
    }
  }

  /** Commits the files: their rows replace those of the run date. */
  Publication.Outcome commit(DayFiles files, String summary) {
    try {
      committed = files.commit(summary);
      return Publication.Outcome.COMMITTED;
    } catch (Exception e) {
      // Spark's checked exceptions are not declared. The commit may still have succeeded.
      settle(e);
      return Publication.Outcome.RECOVERED;
    }
  }

  /**
   * The version of the run's commit, after {@link #replaceDay}.
   *
   * @throws AlmanacException OUTCOME_UNKNOWN if the history lacks it
   */
  long committedVersion() {
    if (committed.isPresent()) {
      return committed.getAsLong();
    }
    try {
      return store
          .versionOf(path, day.commit(), before)
          .orElseThrow(() -> new IllegalStateException("the run is not in the history"));
    } catch (Exception e) {
      throw unknown(e);
    }
  }

  /** Searches the history for the commit before it reports the failure. */
  private void settle(Exception failure) {
    Optional<Long> version;
    try {
      version = store.versionOf(path, day.commit(), before);
    } catch (Exception e) {
      failure.addSuppressed(e);
      throw unknown(failure);
    }
    if (version.isEmpty()) {
      AlmanacException lost = WarehouseErrors.writing(path, failure);
      if (lost.code() == ErrorCode.LOST_RACE) {
        // If the faster run is of another job, that error comes before the lost race.
        owners.requireOwn(path, day.date(), job);
      }
      throw lost;
    }
    LOG.info("table={} version={} outcome=recovered", path, version.get());
  }

  private AlmanacException unknown(Exception failure) {
    return WarehouseErrors.unknown(path, day.commit(), failure);
  }

  private void create(StructType schema) {
    Map<String, String> properties = new TreeMap<>();
    properties.put(SCHEMA_PROPERTY, Integer.toString(ForecastColumns.SCHEMA_VERSION));
    properties.put(KEYS_PROPERTY, keys());
    properties.put(TASK_PROPERTY, day.task().word());
    if (day.keys().stream().allMatch(key -> PLAIN_NAME.matcher(key).matches())) {
      // Files cover ranges of keys. Statistics of other columns skip no file and cost time per row.
      properties.put(STATISTICS_PROPERTY, String.join(",", day.keys()));
    }
    try {
      store.createUnlessOvertaken(path, schema, List.of(ForecastColumns.RUN_DATE), properties);
      LOG.info("table={} made keys={}", path, day.keys());
    } catch (Exception e) {
      throw WarehouseErrors.writing(path, e);
    }
  }

  private void checkProperties(Map<String, String> properties) {
    String schema = properties.get(SCHEMA_PROPERTY);
    if (schema == null) {
      throw mismatch(
          "it is a Delta table that Almanac did not make", "choose another table in the job file");
    }
    if (!schema.equals(Integer.toString(ForecastColumns.SCHEMA_VERSION))) {
      throw mismatch(
          String.format(
              Locale.ROOT,
              "its schema is version %s, this Almanac writes %d",
              schema,
              ForecastColumns.SCHEMA_VERSION),
          "use the Almanac that made it, or a newer one");
    }
    checkProperty("keys", properties.get(KEYS_PROPERTY), keys());
    checkProperty("task", properties.get(TASK_PROPERTY), day.task().word());
    TableRules.requireReplaceable(path, properties);
  }

  private void checkProperty(
      String what, @org.jspecify.annotations.Nullable String there, String required) {
    if (!required.equals(there)) {
      throw mismatch(
          "its %s is %s, the job's is %s".formatted(what, there, required),
          "choose another table in the job file: one table holds forecasts of one kind");
    }
  }

  /** The table's columns, then the new ones. */
  private List<String> inTableOrder(StructType table, StructType rows) {
    List<String> order = new ArrayList<>();
    for (StructField there : table.fields()) {
      StructField given =
          Arrays.stream(rows.fields())
              .filter(field -> field.name().equals(there.name()))
              .findFirst()
              .orElseThrow(
                  () ->
                      mismatch(
                          "it has the column '%s', which the job does not write"
                              .formatted(there.name()),
                          "add the column to pass-through in the job file (names are matched"
                              + " exactly, capitals included), or choose another table"));
      if (!given.dataType().sameType(there.dataType())) {
        throw mismatch(
            "its column '%s' is %s, the job's is %s"
                .formatted(there.name(), there.dataType().sql(), given.dataType().sql()),
            "cast the column in the job's query, or choose another table");
      }
      order.add(there.name());
    }
    for (String name : rows.fieldNames()) {
      if (!order.contains(name)) {
        order.stream()
            .filter(name::equalsIgnoreCase)
            .findFirst()
            .ifPresent(
                twin -> {
                  throw mismatch(
                      "its column '%s' and the job's '%s' differ in capitals only"
                          .formatted(twin, name),
                      "write the name as the table has it");
                });
        order.add(name);
      }
    }
    return order;
  }

  private AlmanacException mismatch(String what, String advice) {
    return new AlmanacException(
        ErrorCode.SCHEMA_MISMATCH,
        "%s cannot take the forecasts: %s.\nIt was not changed; %s.".formatted(path, what, advice));
  }

  private String keys() {
    try {
      return JSON.writeValueAsString(day.keys());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a list of texts has no JSON", e);
    }
  }

  /** Number of files: few for few rows, enough for all cores for many rows. */
  static int files(long rows, int cores) {
    long byCores = Math.min(cores, rows / MIN_ROWS_A_FILE);
    long bySize = (rows + ROWS_A_FILE - 1) / ROWS_A_FILE;
    return (int) Math.max(1, Math.min(10_000, Math.max(byCores, bySize)));
  }

  /**
   * The same rows in a separate session. Parquet reads the row group size from the Hadoop
   * configuration, which includes a session's settings; Delta does not pass on writer options.
   */
  private static Dataset<Row> withSmallRowGroups(Dataset<Row> rows) {
    if (rows.sparkSession().conf().getOption(ROW_GROUP_BYTES).isDefined()) {
      return rows;
    }
    org.apache.spark.sql.classic.Dataset<Row> planned =
        (org.apache.spark.sql.classic.Dataset<Row>) rows;
    var session = planned.sparkSession().cloneSession();
    session.conf().set(ROW_GROUP_BYTES, SMALL_ROW_GROUP);
    return org.apache.spark.sql.classic.Dataset.ofRows(session, planned.logicalPlan());
  }
}
