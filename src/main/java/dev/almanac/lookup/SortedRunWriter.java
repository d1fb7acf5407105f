package dev.almanac.lookup;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntSupplier;
import org.rocksdb.EnvOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/**
 * Writes rows in any order into sorted runs, each an SST file that the database ingests. Rows that
 * arrive sorted become one run of any length; others are sorted in chunks, so that memory is
 * bounded. Not thread-safe.
 */
final class SortedRunWriter implements AutoCloseable {
  /** Size of a chunk in bytes. */
  private static final int CHUNK = 8 << 20;

  /** Header of each row: the lengths of its key and its value. */
  private static final int HEADER = 8;

  private static final HexFormat HEX = HexFormat.of();

  private final Path folder;
  private final IntSupplier ids;
  private final EnvOptions environment = new EnvOptions();
  private final Options options;
  private final List<IndexState.Run> runs = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();

  private final Bytes held = new Bytes();
  private int[] starts = new int[1 << 14];
  private int count;
  private boolean sorted = true;

  private SstFileWriter writer;
  private boolean open;
  private int id;
  private long rows;
  private byte[] first = {};
  private byte[] last = {};
  private long duplicates;

  private ByteBuffer key = ByteBuffer.allocateDirect(1 << 10);
  private ByteBuffer value = ByteBuffer.allocateDirect(1 << 12);

  /**
   * @param ids supplies a unique number for each run
   * @param options of the database
   */
  SortedRunWriter(Path folder, IntSupplier ids, Options options) {
    this.folder = folder;
    this.ids = ids;
    this.options = options;
    this.writer = new SstFileWriter(environment, options);
  }

  void add(Bytes rowKey, Bytes rowValue) throws RocksDBException {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
    }
    int start = held.length();
    starts[count++] = start;
    held.four(rowKey.length());
    held.four(rowValue.length());
    held.part(rowKey);
    held.part(rowValue);
    if (count > 1 && sorted) {
      sorted = compare(starts[count - 2], start) < 0;
    }
    if (held.length() >= CHUNK) {
      flush();
    }
  }

  /** Finishes the last run. */
  void finish() throws RocksDBException {
    flush();
    endRun();
  }

  List<IndexState.Run> runs() {
    return runs;
  }

  /** The files of the runs. */
  List<Path> files() {
    return files;
  }

  /** Number of rows skipped as duplicates of an earlier key. */
  long duplicates() {
    return duplicates;
  }

  private void flush() throws RocksDBException {
    if (count == 0) {
      return;
    }
    Integer[] order = null;
    if (!sorted) {
      order = new Integer[count];
      for (int i = 0; i < count; i++) {
        order[i] = starts[i];
      }
      Arrays.sort(order, this::compare);
    }
    int smallest = order == null ? starts[0] : order[0];
    if (open && compareWith(smallest, last) <= 0) {
      endRun();
    }
    int previous = -1;
    for (int i = 0; i < count; i++) {
      int start = order == null ? starts[i] : order[i];
      if (previous >= 0 && compare(previous, start) == 0) {
        duplicates++;
        continue;
      }
      write(start);
      previous = start;
    }
    last = keyOf(previous);
    held.clear();
    count = 0;
    sorted = true;
  }

  private void write(int start) throws RocksDBException {
    if (!open) {
      beginRun(start);
    }
    byte[] content = held.content();
    int keyLength = four(start);
    int valueLength = four(start + 4);
    if (key.capacity() < keyLength + 4) {
      key = ByteBuffer.allocateDirect(2 * keyLength + 4);
    }
    if (value.capacity() < valueLength) {
      value = ByteBuffer.allocateDirect(2 * valueLength);
    }
    key.clear();
    key.putInt(id).put(content, start + HEADER, keyLength).flip();
    value.clear();
    value.put(content, start + HEADER + keyLength, valueLength).flip();
    writer.put(key, value);
    rows++;
  }

  private void beginRun(int start) throws RocksDBException {
    id = ids.getAsInt();
    Path file = folder.resolve("run-" + id + ".sst");
    writer.open(file.toString());
    files.add(file);
    first = keyOf(start);
    rows = 0;
    open = true;
  }

  private void endRun() throws RocksDBException {
    if (open) {
      writer.finish();
      runs.add(new IndexState.Run(id, rows, HEX.formatHex(first), HEX.formatHex(last)));
      open = false;
      // a reused writer would still have the last key of the run before
      writer.close();
      writer = new SstFileWriter(environment, options);
    }
  }

  private byte[] keyOf(int start) {
    int from = start + HEADER;
    return Arrays.copyOfRange(held.content(), from, from + four(start));
  }

  private int compare(int a, int b) {
    byte[] content = held.content();
    int fromA = a + HEADER;
    int fromB = b + HEADER;
    return Arrays.compareUnsigned(content, fromA, fromA + four(a), content, fromB, fromB + four(b));
  }

  private int compareWith(int start, byte[] other) {
    int from = start + HEADER;
    return Arrays.compareUnsigned(held.content(), from, from + four(start), other, 0, other.length);
  }

  private int four(int at) {
    byte[] content = held.content();
    return (content[at] & 0xff) << 24
        | (content[at + 1] & 0xff) << 16
        | (content[at + 2] & 0xff) << 8
        | (content[at + 3] & 0xff);
  }

  @Override
  public void close() {
    writer.close();
    environment.close();
  }
}
