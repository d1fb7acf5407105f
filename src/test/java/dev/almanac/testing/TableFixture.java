package dev.almanac.testing;

import dev.almanac.core.ForecastColumns;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.FieldMetadata;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A forecast table made without Spark, in milliseconds: Parquet files by the Delta library, the log
 * by hand, as a publication leaves them. Rows are given in the order of the columns; where they
 * come from and which date they stand for is added.
 */
public final class TableFixture {
  private final Path folder;
  private final MadeLog log;
  private final Map<LocalDate, List<String>> files = new HashMap<>();
  private final List<String> keys;
  private final Map<String, String> renamed = new HashMap<>();
  private StructType schema;

  /**
   * An empty table.
   *
   * @param columns keys and values
   */
  public TableFixture(Path folder, List<String> keys, StructType columns) {
    this.folder = folder;
    this.log = new MadeLog(folder);
    this.keys = keys;
    this.schema = columns;
    log.commit(List.of(MadeLog.protocol(1, 2), metadata()));
  }

  /** Its place. */
  public String path() {
    return log.path();
  }

  /** Its newest version. */
  public long version() {
    return log.version();
  }

  /** Adds a column, which the files that are there lack. */
  public void addColumn(StructField column) {
    schema = schema.add(column);
    log.commit(List.of(metadata()));
  }

  /** Gives a column another name, which its files do not know. Nothing can be published later. */
  public void rename(String column, String name) {
    renamed.put(column, name);
    log.commit(List.of(MadeLog.protocol(2, 5), metadata()));
  }

  /**
   * Makes rows the forecasts of a date, in one commit.
   *
   * @param rows of each file
   * @return the table's version
   */
  public long publish(LocalDate date, Made made, List<List<@Nullable Object[]>> rows) {
    List<Map<String, Object>> actions = new ArrayList<>();
    for (String old : files.getOrDefault(date, List.of())) {
      actions.add(
          Map.of("remove", Map.of("path", old, "deletionTimestamp", 1, "dataChange", true)));
    }
    List<String> added = new ArrayList<>();
    for (List<@Nullable Object[]> file : rows) {
      Map<String, Object> add = write(date, made, file);
      added.add((String) add.get("path"));
      Map<String, Object> origin =
          Map.of(
              ForecastColumns.RUN_ID,
              made.runId(),
              ForecastColumns.MODEL,
              made.model(),
              ForecastColumns.MODEL_VERSION,
              made.modelVersion());
      add.put(
          "stats",
          MadeLog.json(
              Map.of(
                  "numRecords",
                  file.size(),
                  "minValues",
                  origin,
                  "maxValues",
                  origin,
                  "nullCount",
                  Map.of(
                      ForecastColumns.RUN_ID,
                      0,
                      ForecastColumns.MODEL,
                      0,
                      ForecastColumns.MODEL_VERSION,
                      0))));
      actions.add(Map.of("add", add));
    }
    files.put(date, added);
    log.commit(actions);
    return log.version();
  }

  /**
   * Who made forecasts.
   *
   * @param scoredAt to the microsecond
   */
  public record Made(String model, int modelVersion, String runId, Instant scoredAt) {}

  private Map<String, Object> write(LocalDate date, Made made, List<@Nullable Object[]> rows) {
    StructType whole = fileSchema();
    Object[][] columns = new Object[whole.length()][rows.size()];
    for (int c = 0; c < columns.length; c++) {
      for (int r = 0; r < rows.size(); r++) {
        columns[c][r] = c < schema.length() ? rows.get(r)[c] : origin(c - schema.length(), made);
      }
    }
    return log.write(
        ForecastColumns.RUN_DATE + "=" + date,
        whole,
        columns,
        Map.of(ForecastColumns.RUN_DATE, date.toString()));
  }

  private static Object origin(int index, Made made) {
    return switch (index) {
      case 0 -> made.model();
      case 1 -> made.modelVersion();
      case 2 -> made.runId();
      case 3 -> ChronoUnit.MICROS.between(Instant.EPOCH, made.scoredAt());
      case 4 -> "customers@v12";
      default -> throw new IllegalArgumentException("column " + index);
    };
  }

  private StructType fileSchema() {
    return schema
        .add(ForecastColumns.MODEL, StringType.STRING)
        .add(ForecastColumns.MODEL_VERSION, IntegerType.INTEGER)
        .add(ForecastColumns.RUN_ID, StringType.STRING)
        .add(ForecastColumns.SCORED_AT, TimestampType.TIMESTAMP)
        .add(ForecastColumns.SOURCE_VERSION, StringType.STRING);
  }

  private Map<String, Object> metadata() {
    Map<String, String> settings = new HashMap<>();
    settings.put("almanac.schema", "1");
    settings.put("almanac.keys", MadeLog.json(keys));
    if (!renamed.isEmpty()) {
      settings.put("delta.columnMapping.mode", "name");
      settings.put("delta.columnMapping.maxColumnId", "99");
    }
    return MadeLog.metadata(
        "made-" + folder.getFileName(),
        mapped(fileSchema().add(ForecastColumns.RUN_DATE, DateType.DATE)),
        List.of(ForecastColumns.RUN_DATE),
        settings);
  }

  /** With the names that files know, once a column was given another. */
  private StructType mapped(StructType columns) {
    if (renamed.isEmpty()) {
      return columns;
    }
    StructType mapped = new StructType();
    for (StructField field : columns.fields()) {
      FieldMetadata names =
          FieldMetadata.builder()
              .putLong("delta.columnMapping.id", mapped.length() + 1L)
              .putString("delta.columnMapping.physicalName", field.getName())
              .build();
      String name = renamed.getOrDefault(field.getName(), field.getName());
      mapped = mapped.add(new StructField(name, field.getDataType(), field.isNullable(), names));
    }
    return mapped;
  }
}
