package dev.almanac.lookup;

import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
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
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Delta Kernel engine that reads Parquet files of plain columns column by column. The default
 * engine assembles rows value by value, which takes most of the time of loading a table. It still
 * reads the files that {@link ColumnFile} does not support.
 */
final class ColumnEngine extends DefaultEngine {
  private final FileIO store;

  ColumnEngine(FileIO store) {
    super(store);
    this.store = store;
  }

  @Override
  public ParquetHandler getParquetHandler() {
    return new Handler(super.getParquetHandler(), store);
  }

  private static final class Handler implements ParquetHandler {
    private final ParquetHandler library;
    private final FileIO store;

    Handler(ParquetHandler library, FileIO store) {
      this.library = library;
      this.store = store;
    }

    @Override
    public CloseableIterator<ColumnarBatch> readParquetFiles(
        CloseableIterator<FileStatus> files, StructType schema, Optional<Predicate> predicate)
        throws IOException {
      // A predicate selects few rows of many, which the library finds by the file's statistics.
      return predicate.isPresent() || !ColumnFile.takes(schema)
          ? library.readParquetFiles(files, schema, predicate)
          : new Batches(library, store, files, schema);
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
    private final FileIO store;
    private final CloseableIterator<FileStatus> files;
    private final StructType schema;
    private @Nullable CloseableIterator<ColumnarBatch> file;

    Batches(
        ParquetHandler library,
        FileIO store,
        CloseableIterator<FileStatus> files,
        StructType schema) {
      this.library = library;
      this.store = store;
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

    /** The file with the next batch; null if there is none. */
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
        Optional<ColumnFile> columns =
            ColumnFile.open(
                new FileOfLibrary(store.newInputFile(status.getPath(), status.getSize())), schema);
        return columns.isPresent()
            ? columns.get()
            : library.readParquetFiles(
                Utils.singletonCloseableIterator(status), schema, Optional.empty());
      } catch (IOException | RuntimeException e) {
        throw new KernelEngineException("Error reading Parquet file: " + status.getPath(), e);
      }
    }

    @Override
    public void close() {
      Utils.closeCloseables(file, files);
    }
  }

  /** Adapter of a Delta Kernel input file to the Parquet library. */
  private record FileOfLibrary(InputFile file) implements org.apache.parquet.io.InputFile {
    @Override
    public long getLength() throws IOException {
      return file.length();
    }

    @Override
    public org.apache.parquet.io.SeekableInputStream newStream() throws IOException {
      SeekableInputStream stream = file.newStream();
      return new DelegatingSeekableInputStream(stream) {
        @Override
        public long getPos() throws IOException {
          return stream.getPos();
        }

        @Override
        public void seek(long position) throws IOException {
          stream.seek(position);
        }
      };
    }

    @Override
    public String toString() {
      return file.path();
    }
  }
}
