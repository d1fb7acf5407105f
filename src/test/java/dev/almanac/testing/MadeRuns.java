package dev.almanac.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.core.RunColumns;
import dev.almanac.core.RunRecord;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.defaults.internal.data.DefaultColumnarBatch;
import io.delta.kernel.defaults.internal.data.vector.DefaultGenericVector;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.types.DataTypeJsonSerDe;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** A table of runs made without Spark, in milliseconds, as {@link MadeTable} is of forecasts. */
public final class MadeRuns {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final StructType COLUMNS =
      new StructType()
          .add(RunColumns.RUN_ID, StringType.STRING)
          .add(RunColumns.JOB, StringType.STRING)
          .add(RunColumns.VERSIONS, StringType.STRING)
          .add(RunColumns.RUN_DATE, DateType.DATE)
          .add(RunColumns.STARTED_AT, TimestampType.TIMESTAMP)
          .add(RunColumns.FINISHED_AT, TimestampType.TIMESTAMP)
          .add(RunColumns.STATE, StringType.STRING)
          .add(RunColumns.REASON, StringType.STRING)
          .add(RunColumns.USER, StringType.STRING)
          .add(RunColumns.ROWS_IN, LongType.LONG)
          .add(RunColumns.ROWS_SCORED, LongType.LONG)
          .add(RunColumns.ROWS_REJECTED, LongType.LONG)
          .add(RunColumns.REJECTED_BY_REASON, StringType.STRING)
          .add(RunColumns.SOURCE_VERSION, StringType.STRING)
          .add(RunColumns.SPEC_HASH, StringType.STRING)
          .add(RunColumns.FORECAST_TABLE, StringType.STRING)
          .add(RunColumns.LOCATION, StringType.STRING)
          .add(RunColumns.TABLE_VERSION, LongType.LONG)
          .add(RunColumns.ENGINE, StringType.STRING)
          .add(RunColumns.SUMMARY, StringType.STRING);

  private final Path folder;
  private final Engine engine = DefaultEngine.create(new Configuration());
  private long version = -1;

  /** An empty table. */
  public MadeRuns(Path folder) {
    this.folder = folder;
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("id", "made-runs");
    metadata.put("format", Map.of("provider", "parquet", "options", Map.of()));
    metadata.put("schemaString", DataTypeJsonSerDe.serializeStructType(COLUMNS));
    metadata.put("partitionColumns", List.of());
    metadata.put(
        "configuration",
        Map.of(RunColumns.SCHEMA_PROPERTY, Integer.toString(RunColumns.SCHEMA_VERSION)));
    metadata.put("createdTime", 1);
    commit(
        List.of(
            Map.of("protocol", Map.of("minReaderVersion", 1, "minWriterVersion", 2)),
            Map.of("metaData", metadata)));
  }

  /** Its place. */
  public String path() {
    return folder.toString();
  }

  /** Adds states of runs in one commit. */
  public void append(RunRecord... states) {
    ColumnVector[] columns = new ColumnVector[COLUMNS.length()];
    for (int c = 0; c < columns.length; c++) {
      @Nullable Object[] values = new Object[states.length];
      for (int r = 0; r < values.length; r++) {
        values[r] = cells(states[r])[c];
      }
      columns[c] = DefaultGenericVector.fromArray(COLUMNS.at(c).getDataType(), values);
    }
    FilteredColumnarBatch batch =
        new FilteredColumnarBatch(
            new DefaultColumnarBatch(states.length, COLUMNS, columns), Optional.empty());
    try (CloseableIterator<DataFileStatus> written =
        engine
            .getParquetHandler()
            .writeParquetFiles(
                folder.toString(), Utils.singletonCloseableIterator(batch), List.of())) {
      DataFileStatus file = written.next();
      Map<String, Object> add = new LinkedHashMap<>();
      add.put("path", Path.of(URI.create(file.getPath()).getPath()).getFileName().toString());
      add.put("partitionValues", Map.of());
      add.put("size", file.getSize());
      add.put("modificationTime", file.getModificationTime());
      add.put("dataChange", true);
      commit(List.of(Map.of("add", add)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable Object[] cells(RunRecord run) {
    return new Object[] {
      run.runId().value(),
      run.job(),
      run.versions(),
      (int) run.runDate().toEpochDay(),
      micros(run.startedAt()),
      micros(run.finishedAt()),
      run.state().word(),
      run.reason(),
      run.user(),
      number(run.rowsIn()),
      number(run.rowsScored()),
      run.rejectedRows(),
      json(run.rejected()),
      run.sourceVersion(),
      run.specHash(),
      run.table(),
      run.location(),
      number(run.tableVersion()),
      run.engine(),
      run.summary()
    };
  }

  private static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }

  private static @Nullable Object number(OptionalLong number) {
    return number.isPresent() ? (Object) number.getAsLong() : null;
  }

  private void commit(List<Map<String, Object>> actions) {
    StringBuilder lines = new StringBuilder();
    actions.forEach(action -> lines.append(json(action)).append('\n'));
    version++;
    try {
      Path log = Files.createDirectories(folder.resolve("_delta_log"));
      Files.writeString(log.resolve("%020d.json".formatted(version)), lines.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
