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

/** One table that a run writes a day of: made if it is not there, checked if it is. */
final class ForecastTableWriter {
  static final String SCHEMA_PROPERTY = "almanac.schema";
  static final String KEYS_PROPERTY = "almanac.keys";
  static final String TASK_PROPERTY = "almanac.task";
  static final String STATISTICS_PROPERTY = "delta.dataSkippingStatsColumns";

  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private static final Logger LOG = LoggerFactory.getLogger(ForecastTableWriter.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  static final String ROW_GROUP_BYTES = "parquet.block.size";

  /** Small, so that a look-up by key reads little: rows are sorted by key inside a file. */
  static final String SMALL_ROW_GROUP = Integer.toString(1 << 20);

  private static final long ROWS_A_FILE = 1_000_000;
  private static final long MIN_ROWS_A_FILE = 100_000;

  private final DeltaStore store;
  private final DateOwners owners;
  private final String path;
  private final PartitionReplacement day;
  private final PublishingJob job;

  /** The table's version before the write: the run's commit is a later one. */
  private long before = -1;

  /** The version that the run's commit made, where Delta said it. */
  private OptionalLong committed = OptionalLong.empty();

  /**
   * @param job who writes: a date of another job is refused
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

  /** A day of a table that is there, as its properties tell its kind. */
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
   * Refuses rows that the table cannot take, if it is there; makes none.
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
   * The rows with their columns in the table's order. Makes no change to a table that is there.
   *
   * @throws AlmanacException SCHEMA_MISMATCH if the table cannot take these rows; TABLE_REFUSED
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

  /** Whether the table is there. */
  boolean isThere() {
    return store.exists(path);
  }

  /**
   * Replaces the run date's rows in one commit; none at all if there are no rows, neither old nor
   * new.
   *
   * @param rows what {@link #prepare} returned
   * @param count how many they are
   * @param summary what the commit tells of itself
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
   * Writes files with rows that are to replace those of the run date, and commits nothing.
   *
   * @param rows what {@link #prepare} returned, in the partitions and the order that the files are
   *     to have
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
      // Begun before the look: what others publish later is a conflict.
      writer = DayFiles.begin(store.spark(), path);
      owners.requireOwn(path, day.date(), job);
    } catch (Exception e) {
      throw WarehouseErrors.reading(path, e);
    }
    try {
      return writer.write(withSmallRowGroups(rows), day.date(), grows);
    } catch (Exception e) {
      // Spark's checked exceptions come undeclared.
      throw WarehouseErrors.writing(path, e);
    }
  }

  /** Makes the rows of files visible in the place of those of the run date. */
  Publication.Outcome commit(DayFiles files, String summary) {
    try {
      committed = files.commit(summary);
      return Publication.Outcome.COMMITTED;
    } catch (Exception e) {
      // Spark's checked exceptions come undeclared. The commit may have landed all the same.
      settle(e);
      return Publication.Outcome.RECOVERED;
    }
  }

  /**
   * The version that the run's commit made, after {@link #replaceDay}.
   *
   * @throws AlmanacException OUTCOME_UNKNOWN if the history does not have it
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

  /** Looks in the history before it says that the write failed. */
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
        // Of the run that was faster the job matters more than that it was faster.
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
      // Files are ranges of keys. Statistics of other columns skip no file and cost each row.
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

  /** The table's columns, then those that are new. */
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

  /** Few files for few rows; many enough for many rows to be written by all cores. */
  static int files(long rows, int cores) {
    long byCores = Math.min(cores, rows / MIN_ROWS_A_FILE);
    long bySize = (rows + ROWS_A_FILE - 1) / ROWS_A_FILE;
    return (int) Math.max(1, Math.min(10_000, Math.max(byCores, bySize)));
  }

  /**
   * The same rows in a session of their own. Parquet reads the size of row groups from the Hadoop
   * configuration, which a session's settings are part of, and Delta hands no writer option on.
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
