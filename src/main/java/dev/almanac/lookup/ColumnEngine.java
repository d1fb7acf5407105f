package dev.almanac.lookup;

import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.defaults.engine.hadoopio.HadoopFileIO;
import io.delta.kernel.engine.ParquetHandler;
import io.delta.kernel.exceptions.KernelEngineException;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;
import org.jspecify.annotations.Nullable;

/**
 * The Delta library's own engine, which reads Parquet files of plain columns a column at a time.
 * The library puts rows together value by value, which takes most of the time of loading a table;
 * what {@link ColumnFile} does not know is read by the library as ever.
 */
final class ColumnEngine extends DefaultEngine {
  private final Configuration settings;

  ColumnEngine(Configuration settings) {
    super(new HadoopFileIO(settings));
    this.settings = settings;
  }

  @Override
  public ParquetHandler getParquetHandler() {
    return new Handler(super.getParquetHandler(), settings);
  }

  private static final class Handler implements ParquetHandler {
    private final ParquetHandler library;
    private final Configuration settings;

    Handler(ParquetHandler library, Configuration settings) {
      this.library = library;
      this.settings = settings;
    }

    @Override
    public CloseableIterator<ColumnarBatch> readParquetFiles(
        CloseableIterator<FileStatus> files, StructType schema, Optional<Predicate> predicate)
        throws IOException {
      // A predicate is for few rows of many, which the library finds by the file's statistics.
      return predicate.isPresent() || !ColumnFile.takes(schema)
          ? library.readParquetFiles(files, schema, predicate)
          : new Batches(library, settings, files, schema);
    }

    @Override
    public CloseableIterator<DataFileStatus> writeParquetFiles(
        String folder, CloseableIterator<FilteredColumnarBatch> data, List<Column> statistics)
        throws IOException {
      return library.writeParquetFiles(folder, data, statistics);
    }

    @Override
    public void writeParquetFileAtomically(
        String path, CloseableIterator<FilteredColumnarBatch> data) throws IOException {
      library.writeParquetFileAtomically(path, data);
    }
  }

  /** The batches of files, one file after the other. */
  private static final class Batches implements CloseableIterator<ColumnarBatch> {
    private final ParquetHandler library;
    private final Configuration settings;
    private final CloseableIterator<FileStatus> files;
    private final StructType schema;
    private @Nullable CloseableIterator<ColumnarBatch> file;

    Batches(
        ParquetHandler library,
        Configuration settings,
        CloseableIterator<FileStatus> files,
        StructType schema) {
      this.library = library;
      this.settings = settings;
      this.files = files;
      this.schema = schema;
    }

    @Override
    public boolean hasNext() {
      return ready() != null;
    }

    @Override
    public ColumnarBatch next() {
      CloseableIterator<ColumnarBatch> current = ready();
      if (current == null) {
        throw new NoSuchElementException();
      }
      return current.next();
    }

    /** The file that has a batch more; null if none has. */
    private @Nullable CloseableIterator<ColumnarBatch> ready() {
      while (file == null || !file.hasNext()) {
        Utils.closeCloseables(file);
        file = null;
        if (!files.hasNext()) {
          return null;
        }
        file = open(files.next());
      }
      return file;
    }

    private CloseableIterator<ColumnarBatch> open(FileStatus status) {
      try {
        Optional<ColumnFile> columns = ColumnFile.open(input(status), status.getPath(), schema);
        return columns.isPresent()
            ? columns.get()
            : library.readParquetFiles(
                Utils.singletonCloseableIterator(status), schema, Optional.empty());
      } catch (IOException | RuntimeException e) {
        throw new KernelEngineException("Error reading Parquet file: " + status.getPath(), e);
      }
    }

    private InputFile input(FileStatus status) throws IOException {
      return HadoopInputFile.fromStatus(
          new org.apache.hadoop.fs.FileStatus(
              status.getSize(),
              false,
              0,
              0,
              status.getModificationTime(),
              new Path(status.getPath())),
          settings);
    }

    @Override
    public void close() {
      Utils.closeCloseables(file, files);
    }
  }
}
