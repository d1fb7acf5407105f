package dev.almanac.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.core.ForecastColumns;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.defaults.internal.data.DefaultColumnarBatch;
import io.delta.kernel.defaults.internal.data.vector.DefaultGenericVector;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.types.DataTypeJsonSerDe;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.FieldMetadata;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A forecast table made without Spark, in milliseconds: Parquet files by the Delta library, the log
 * by hand, as a publication leaves them. Rows are given in the order of the columns; where they
 * come from and which date they stand for is added.
 */
public final class MadeTable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Engine engine = DefaultEngine.create(new Configuration());
  private final Map<LocalDate, List<String>> files = new HashMap<>();
  private final List<String> keys;
  private final Map<String, String> renamed = new HashMap<>();
  private StructType schema;
  private long version = -1;

  /**
   * An empty table.
   *
   * @param columns keys and values
   */
  public MadeTable(Path folder, List<String> keys, StructType columns) {
    this.folder = folder;
    this.keys = keys;
    this.schema = columns;
    commit(
        List.of(
            Map.of("protocol", Map.of("minReaderVersion", 1, "minWriterVersion", 2)), metadata()));
  }

  /** Its place. */
  public String path() {
    return folder.toString();
  }

  /** Its newest version. */
  public long version() {
    return version;
  }

  /** Adds a column, which the files that are there lack. */
  public void addColumn(StructField column) {
    schema = schema.add(column);
    commit(List.of(metadata()));
  }

  /** Gives a column another name, which its files do not know. Nothing can be published later. */
  public void rename(String column, String name) {
    renamed.put(column, name);
    commit(
        List.of(
            Map.of("protocol", Map.of("minReaderVersion", 2, "minWriterVersion", 5)), metadata()));
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
      DataFileStatus status = write(date, made, file);
      String name =
          "run_date="
              + date
              + "/"
              + Path.of(java.net.URI.create(status.getPath()).getPath()).getFileName();
      added.add(name);
      Map<String, Object> add = new LinkedHashMap<>();
      add.put("path", name);
      add.put("partitionValues", Map.of(ForecastColumns.RUN_DATE, date.toString()));
      add.put("size", status.getSize());
      add.put("modificationTime", status.getModificationTime());
      add.put("dataChange", true);
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
          json(
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
    commit(actions);
    return version;
  }

  /**
   * Who made forecasts.
   *
   * @param scoredAt to the microsecond
   */
  public record Made(String model, int modelVersion, String runId, Instant scoredAt) {}

  private DataFileStatus write(LocalDate date, Made made, List<@Nullable Object[]> rows) {
    StructType whole = fileSchema();
    ColumnVector[] columns = new ColumnVector[whole.length()];
    for (int c = 0; c < columns.length; c++) {
      Object[] values = new Object[rows.size()];
      for (int r = 0; r < values.length; r++) {
        values[r] = c < schema.length() ? rows.get(r)[c] : origin(c - schema.length(), made);
      }
      columns[c] = DefaultGenericVector.fromArray(whole.at(c).getDataType(), values);
    }
    FilteredColumnarBatch batch =
        new FilteredColumnarBatch(
            new DefaultColumnarBatch(rows.size(), whole, columns), Optional.empty());
    try (CloseableIterator<DataFileStatus> written =
        engine
            .getParquetHandler()
            .writeParquetFiles(
                folder.resolve("run_date=" + date).toString(),
                Utils.singletonCloseableIterator(batch),
                List.of())) {
      return written.next();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
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
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("id", "made-" + folder.getFileName());
    metadata.put("format", Map.of("provider", "parquet", "options", Map.of()));
    metadata.put(
        "schemaString",
        DataTypeJsonSerDe.serializeStructType(
            mapped(fileSchema().add(ForecastColumns.RUN_DATE, DateType.DATE))));
    metadata.put("partitionColumns", List.of(ForecastColumns.RUN_DATE));
    Map<String, String> settings = new HashMap<>();
    settings.put("almanac.schema", "1");
    settings.put("almanac.keys", json(keys));
    if (!renamed.isEmpty()) {
      settings.put("delta.columnMapping.mode", "name");
      settings.put("delta.columnMapping.maxColumnId", "99");
    }
    metadata.put("configuration", settings);
    metadata.put("createdTime", 1);
    return Map.of("metaData", metadata);
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

  private void commit(List<Map<String, Object>> actions) {
    StringBuilder lines = new StringBuilder();
    actions.forEach(action -> lines.append(json(action)).append('\n'));
    version++;
    Path log = folder.resolve("_delta_log");
    try {
      Files.createDirectories(log);
      Path complete = log.resolve("." + version);
      Files.writeString(complete, lines.toString(), StandardOpenOption.CREATE_NEW);
      Files.move(complete, log.resolve("%020d.json".formatted(version)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String json(Object tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
