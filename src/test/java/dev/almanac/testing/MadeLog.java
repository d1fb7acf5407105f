package dev.almanac.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.defaults.internal.data.DefaultColumnarBatch;
import io.delta.kernel.defaults.internal.data.vector.DefaultGenericVector;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.types.DataTypeJsonSerDe;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** A Delta table made without Spark: Parquet files by the Delta library, the log by hand. */
final class MadeLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Engine engine = DefaultEngine.create(new Configuration());
  private long version = -1;

  MadeLog(Path folder) {
    this.folder = folder;
  }

  String path() {
    return folder.toString();
  }

  /** The newest version; -1 before the first commit. */
  long version() {
    return version;
  }

  /** What is needed to read and to write the table. */
  static Map<String, Object> protocol(int reader, int writer) {
    return Map.of("protocol", Map.of("minReaderVersion", reader, "minWriterVersion", writer));
  }

  static Map<String, Object> metadata(
      String id, StructType schema, List<String> partitions, Map<String, String> settings) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("id", id);
    metadata.put("format", Map.of("provider", "parquet", "options", Map.of()));
    metadata.put("schemaString", DataTypeJsonSerDe.serializeStructType(schema));
    metadata.put("partitionColumns", partitions);
    metadata.put("configuration", settings);
    metadata.put("createdTime", 1);
    return Map.of("metaData", metadata);
  }

  /**
   * Writes a data file, which no commit has yet.
   *
   * @param within a folder of the table; empty for the table's own
   * @param columns of the schema, each with all rows
   * @return the fields of an add action that any table has
   */
  Map<String, Object> write(
      String within, StructType schema, Object[][] columns, Map<String, String> partition) {
    ColumnVector[] vectors = new ColumnVector[columns.length];
    for (int c = 0; c < columns.length; c++) {
      vectors[c] = DefaultGenericVector.fromArray(schema.at(c).getDataType(), columns[c]);
    }
    FilteredColumnarBatch batch =
        new FilteredColumnarBatch(
            new DefaultColumnarBatch(columns[0].length, schema, vectors), Optional.empty());
    try (CloseableIterator<DataFileStatus> written =
        engine
            .getParquetHandler()
            .writeParquetFiles(
                folder.resolve(within).toString(),
                Utils.singletonCloseableIterator(batch),
                List.of())) {
      DataFileStatus file = written.next();
      Path name = Path.of(URI.create(file.getPath()).getPath()).getFileName();
      Map<String, Object> add = new LinkedHashMap<>();
      add.put("path", (within.isEmpty() ? "" : within + "/") + name);
      add.put("partitionValues", partition);
      add.put("size", file.getSize());
      add.put("modificationTime", file.getModificationTime());
      add.put("dataChange", true);
      return add;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes actions visible at once. */
  void commit(List<Map<String, Object>> actions) {
    StringBuilder lines = new StringBuilder();
    actions.forEach(action -> lines.append(json(action)).append('\n'));
    version++;
    Path log = folder.resolve("_delta_log");
    try {
      Files.createDirectories(log);
      Path complete = log.resolve("." + version);
      Files.writeString(complete, lines.toString(), StandardOpenOption.CREATE_NEW);
      Files.move(complete, log.resolve(String.format(Locale.ROOT, "%020d.json", version)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String json(Object tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
