package dev.almanac.scoring;

import dev.almanac.core.Text;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * Finds the classes that a Parquet file makes Spark load: a column of a user-defined type names the
 * class of the type in the footer, and Spark instantiates it when it reads the schema.
 */
final class ParquetClasses {
  private static final Set<String> KNOWN =
      Set.of("org.apache.spark.ml.linalg.VectorUDT", "org.apache.spark.ml.linalg.MatrixUDT");

  private ParquetClasses() {}

  static void check(String name, byte[] content) {
    for (String type : named(name, content)) {
      if (!KNOWN.contains(type)) {
        throw PipelineScreen.refused(
            name,
            "has a column of the class '" + Text.printable(type) + "', which is none of Spark ML's",
            null);
      }
    }
  }

  private static List<String> named(String name, byte[] content) {
    List<String> types = new ArrayList<>();
    try (ParquetFileReader reader = ParquetFileReader.open(new InMemory(content))) {
      for (String note : reader.getFileMetaData().getKeyValueMetaData().values()) {
        if (note.startsWith("{")) {
          types.addAll(JsonTree.texts(JsonTree.parse(note), "class"));
        }
      }
    } catch (IOException | RuntimeException e) {
      throw PipelineScreen.refused(name, "is no Parquet file that can be read", e);
    }
    return types;
  }

  /** A file in memory. */
  private static final class InMemory implements InputFile {
    private final byte[] content;

    InMemory(byte[] content) {
      this.content = content;
    }

    @Override
    public long getLength() {
      return content.length;
    }

    @Override
    public SeekableInputStream newStream() {
      return new Stream(new Bytes(content));
    }
  }

  /** A seekable byte stream. */
  private static final class Bytes extends ByteArrayInputStream {
    Bytes(byte[] content) {
      super(content);
    }

    synchronized int position() {
      return pos;
    }

    synchronized void seek(long to) throws EOFException {
      if (to < 0 || to > count) {
        throw new EOFException("there is no byte " + to);
      }
      pos = (int) to;
    }
  }

  /** Adapts a byte stream to Parquet's reader. */
  private static final class Stream extends DelegatingSeekableInputStream {
    private final Bytes bytes;

    Stream(Bytes bytes) {
      super(bytes);
      this.bytes = bytes;
    }

    @Override
    public long getPos() {
      return bytes.position();
    }

    @Override
    public void seek(long to) throws IOException {
      bytes.seek(to);
    }
  }
}
