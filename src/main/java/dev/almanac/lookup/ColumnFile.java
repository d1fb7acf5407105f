package dev.almanac.lookup;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.defaults.internal.data.DefaultColumnarBatch;
import io.delta.kernel.exceptions.KernelEngineException;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Reader of a Parquet file of plain columns: decodes one column at a time into batches, and
 * verifies pages that have checksums. Not thread-safe.
 */
final class ColumnFile implements CloseableIterator<ColumnarBatch> {
  private static final int BATCH = 4096;

  /** Field metadata with the column's id in the file. */
  private static final String FIELD_ID = "parquet.field.id";

  private final ParquetFileReader reader;
  private final String path;
  private final StructType schema;
  private final MessageType columns;
  private final ColumnVectorBuilder[] cells;

  private ColumnReader[] readers = {};
  private long left;
  private boolean over;

  private ColumnFile(
      ParquetFileReader reader,
      String path,
      StructType schema,
      MessageType columns,
      ColumnVectorBuilder[] cells) {
    this.reader = reader;
    this.path = path;
    this.schema = schema;
    this.columns = columns;
    this.cells = cells;
    reader.setRequestedSchema(columns);
  }

  /** Whether files can be read with this schema: its columns are plain, and identified by name. */
  static boolean takes(StructType schema) {
    return schema.length() > 0
        && schema.fields().stream()
            .allMatch(
                field ->
                    !field.isMetadataColumn()
                        && !field.getMetadata().contains(FIELD_ID)
                        && ColumnVectorBuilder.takes(field.getDataType()));
  }

  /**
   * Opens a file.
   *
   * @param file a file whose {@code toString} is its path, for messages
   * @param schema see {@link #takes}
   * @return empty if the file lacks a column, or stores it in a form other than the current one of
   *     its type
   */
  static Optional<ColumnFile> open(InputFile file, StructType schema) throws IOException {
    ParquetFileReader reader =
        ParquetFileReader.open(
            file, ParquetReadOptions.builder().usePageChecksumVerification(true).build());
    try {
      MessageType there = reader.getFileMetaData().getSchema();
      List<Type> types = new ArrayList<>();
      ColumnVectorBuilder[] cells = new ColumnVectorBuilder[schema.length()];
      for (int i = 0; i < cells.length; i++) {
        StructField field = schema.at(i);
        if (!there.containsField(field.getName())) {
          break;
        }
        Type type = there.getType(field.getName());
        if (!ColumnVectorBuilder.takes(field.getDataType(), type)) {
          break;
        }
        types.add(type);
        cells[i] = ColumnVectorBuilder.of(field.getDataType(), type);
      }
      if (types.size() == cells.length) {
        ColumnFile opened =
            new ColumnFile(
                reader, file.toString(), schema, new MessageType(there.getName(), types), cells);
        reader = null;
        return Optional.of(opened);
      }
      return Optional.empty();
    } finally {
      if (reader != null) {
        reader.close();
      }
    }
  }

  @Override
  public boolean hasNext() {
    try {
      while (left == 0 && !over) {
        nextRowGroup();
      }
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // The library's parser recurses without end into a corrupt page header.
      throw failed(e);
    }
    return !over;
  }

  private void nextRowGroup() throws IOException {
    PageReadStore pages = reader.readNextRowGroup();
    if (pages == null) {
      over = true;
      return;
    }
    left = pages.getRowCount();
    ColumnReadStoreImpl store =
        new ColumnReadStoreImpl(
            pages, new Cells(cells), columns, reader.getFileMetaData().getCreatedBy());
    readers =
        columns.getColumns().stream().map(store::getColumnReader).toArray(ColumnReader[]::new);
  }

  @Override
  public ColumnarBatch next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int rows = (int) Math.min(BATCH, left);
    ColumnVector[] vectors = new ColumnVector[cells.length];
    try {
      for (int i = 0; i < cells.length; i++) {
        vectors[i] = cells[i].read(readers[i], rows);
      }
    } catch (RuntimeException e) {
      throw failed(e);
    }
    left -= rows;
    return new DefaultColumnarBatch(rows, schema, vectors);
  }

  private KernelEngineException failed(Throwable cause) {
    return new KernelEngineException("Error reading Parquet file: " + path, cause);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /** Converter from which the library gets a column's builder. */
  private static final class Cells extends GroupConverter {
    private final ColumnVectorBuilder[] cells;

    Cells(ColumnVectorBuilder[] cells) {
      this.cells = cells;
    }

    @Override
    public Converter getConverter(int column) {
      return cells[column];
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }
}
