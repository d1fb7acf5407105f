package dev.almanac.lookup;

import dev.almanac.core.ForecastColumns;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Converts one data file of a table into sorted runs. Not thread-safe; for one file. */
final class DataFileIndexer {
  private static final Logger LOG = LoggerFactory.getLogger(DataFileIndexer.class);

  /** A file has the rows of one run, or of a few more after compaction. */
  private static final int MOST_ORIGINS = 10_000;

  private final String path;
  private final IndexLayout layout;
  private final KeyCodec keys;
  private final RowCodec values;
  private final Map<IndexState.Origin, Integer> origins = new LinkedHashMap<>();
  private final Bytes key = new Bytes();
  private final Bytes value = new Bytes();
  private IndexState.@Nullable Origin last;
  private int lastNumber;

  DataFileIndexer(String path, IndexLayout layout) {
    this.path = path;
    this.layout = layout;
    this.keys = layout.keyCodec();
    this.values = new RowCodec(layout.values());
  }

  /**
   * Result for one file.
   *
   * @param file its entry in the index state
   * @param runFiles SST files of its runs, for ingestion into the database
   */
  record Loaded(IndexState.DataFile file, List<Path> runFiles) {}

  Loaded load(
      TableReader table, TableReader.DataFile file, Path folder, SstStore database, IntSupplier ids)
      throws IOException {
    try (SortedRunWriter runs = new SortedRunWriter(folder, ids, database.options())) {
      boolean ofOneOrigin = SingleOriginStats.of(file.statistics());
      if (ofOneOrigin) {
        // So it need not be read for every row.
        readFirstOrigin(table, file);
      }
      table.read(
          file,
          columns(table.schema(), !ofOneOrigin || last == null),
          (batch, selected) -> add(batch, selected, runs));
      runs.finish();
      if (runs.duplicates() > 0) {
        LOG.warn(
            "table={} file={} duplicates={} the first row of each key counts",
            path,
            file.id(),
            runs.duplicates());
      }
      String date = file.partition().get(ForecastColumns.RUN_DATE);
      if (date == null) {
        throw LookupErrors.notOurs(path, "a file of it has no " + ForecastColumns.RUN_DATE);
      }
      return new Loaded(
          new IndexState.DataFile(
              file.id(), date, layout.values(), List.copyOf(origins.keySet()), runs.runs()),
          List.copyOf(runs.files()));
    } catch (RocksDBException e) {
      throw SstStore.failed(folder, "cannot be written", e);
    }
  }

  /** Reads the origin of the first existing row. */
  private void readFirstOrigin(TableReader table, TableReader.DataFile file) throws IOException {
    StructType schema = new StructType();
    for (String name : IndexLayout.ORIGIN) {
      schema = schema.add(table.schema().get(name));
    }
    table.read(
        file,
        schema,
        () -> last == null,
        (batch, selected) -> {
          ColumnVector[] columns = columns(batch, batch.getSchema(), IndexLayout.ORIGIN);
          for (int row = 0; row < batch.getSize() && last == null; row++) {
            if (selected.isEmpty() || chosen(selected.get(), row)) {
              requireAll(columns, row);
              origin(columns, row);
            }
          }
        });
  }

  /** The columns to read of every row. */
  private StructType columns(StructType table, boolean origins) {
    StructType read = new StructType();
    for (String name : table.fieldNames()) {
      if (!name.equals(ForecastColumns.RUN_DATE)
          && (origins || !IndexLayout.ORIGIN.contains(name))) {
        StructField field = table.get(name);
        read = read.add(IndexLayout.ORIGIN.contains(name) ? field : bytes(field));
      }
    }
    return read;
  }

  /**
   * A text is read as bytes: the library would decode it to a string only for it to be encoded
   * again.
   */
  private static StructField bytes(StructField field) {
    return field.getDataType() instanceof StringType
        ? new StructField(
            field.getName(), BinaryType.BINARY, field.isNullable(), field.getMetadata())
        : field;
  }

  private void add(ColumnarBatch batch, Optional<ColumnVector> selected, SortedRunWriter runs)
      throws IOException {
    StructType schema = batch.getSchema();
    ColumnVector[] keyColumns =
        columns(batch, schema, layout.keys().stream().map(IndexState.Column::name).toList());
    ColumnVector[] valueColumns =
        columns(batch, schema, layout.values().stream().map(IndexState.Column::name).toList());
    ColumnVector[] originColumns =
        schema.indexOf(ForecastColumns.RUN_ID) < 0
            ? new ColumnVector[0]
            : columns(batch, schema, IndexLayout.ORIGIN);
    try {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("loading was stopped");
      }
      for (int row = 0; row < batch.getSize(); row++) {
        if (selected.isPresent() && !chosen(selected.get(), row)) {
          continue;
        }
        requireAll(keyColumns, row);
        requireAll(originColumns, row);
        key.clear();
        keys.encode(keyColumns, row, key);
        value.clear();
        int origin = originColumns.length == 0 ? 0 : origin(originColumns, row);
        values.encode(origin, valueColumns, row, value);
        runs.add(key, value);
      }
    } catch (RocksDBException e) {
      throw new IOException("a sorted run cannot be written: " + e.getMessage(), e);
    }
  }

  private static boolean chosen(ColumnVector selected, int row) {
    return !selected.isNullAt(row) && selected.getBoolean(row);
  }

  private static ColumnVector[] columns(
      ColumnarBatch batch, StructType schema, List<String> names) {
    return names.stream()
        .map(name -> batch.getColumnVector(schema.indexOf(name)))
        .toArray(ColumnVector[]::new);
  }

  private void requireAll(ColumnVector[] columns, int row) {
    for (ColumnVector column : columns) {
      if (column.isNullAt(row)) {
        throw LookupErrors.notOurs(path, "a row of it lacks a key column or its origin");
      }
    }
  }

  private int origin(ColumnVector[] columns, int row) {
    IndexState.Origin origin =
        new IndexState.Origin(
            columns[0].getString(row),
            columns[1].getInt(row),
            columns[2].getString(row),
            columns[3].getLong(row),
            columns[4].getString(row));
    if (!origin.equals(last)) {
      Integer known = origins.get(origin);
      if (known == null) {
        known = origins.size();
        origins.put(origin, known);
      }
      if (known >= MOST_ORIGINS) {
        throw LookupErrors.notOurs(
            path,
            String.format(
                Locale.ROOT, "a file of it holds rows of more than %,d runs", MOST_ORIGINS));
      }
      last = origin;
      lastNumber = known;
    }
    return lastNumber;
  }
}
