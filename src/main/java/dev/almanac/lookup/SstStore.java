package dev.almanac.lookup;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * RocksDB database of a forecast index: sorted runs, ingested and removed as a whole. A key begins
 * with the number of its run, so runs never overlap and nothing is compacted. Thread-safe.
 */
final class SstStore implements AutoCloseable {
  private static final int BITS_PER_KEY = 10;
  private static final int BLOCK_BYTES = 8 << 10;
  private static final int OPEN_FILES = 512;
  private static final int RUN_BYTES = 4;

  static {
    RocksDB.loadLibrary();
  }

  private final Path folder;
  private final BloomFilter filter;
  private final Options options;
  private final RocksDB database;

  private SstStore(Path folder, BloomFilter filter, Options options, RocksDB database) {
    this.folder = folder;
    this.filter = filter;
    this.options = options;
    this.database = database;
  }

  /** Whether the database is opened for reading or writing. */
  enum Access {
    READ,
    KEEP
  }

  /**
   * Opens the database in a folder; for writing, it is created if it does not exist.
   *
   * @param cache of blocks, filters and indexes; shared by databases
   * @throws AlmanacException STORE_UNAVAILABLE, such as when another process writes to it
   */
  static SstStore open(Path folder, Cache cache, Access access) {
    BloomFilter filter = new BloomFilter(BITS_PER_KEY, false);
    Options options =
        new Options()
            .setCreateIfMissing(access == Access.KEEP)
            .setDisableAutoCompactions(true)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setMaxOpenFiles(OPEN_FILES)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setKeepLogFileNum(2)
            .setSkipStatsUpdateOnDbOpen(true)
            .setTableFormatConfig(
                new BlockBasedTableConfig()
                    .setBlockSize(BLOCK_BYTES)
                    .setBlockCache(cache)
                    .setCacheIndexAndFilterBlocks(true)
                    .setCacheIndexAndFilterBlocksWithHighPriority(true)
                    .setIndexType(IndexType.kTwoLevelIndexSearch)
                    .setPartitionFilters(true)
                    .setPinTopLevelIndexAndFilter(true)
                    .setFilterPolicy(filter));
    try {
      RocksDB database =
          access == Access.KEEP
              ? RocksDB.open(options, folder.toString())
              : RocksDB.openReadOnly(options, folder.toString());
      return new SstStore(folder, filter, options, database);
    } catch (RocksDBException e) {
      options.close();
      filter.close();
      throw failed(folder, "cannot be opened", e);
    }
  }

  /** The options for writing SST files. */
  Options options() {
    return options;
  }

  /** Ingests SST files, which are moved. */
  void take(List<Path> files) {
    if (files.isEmpty()) {
      return;
    }
    try (IngestExternalFileOptions how = new IngestExternalFileOptions()) {
      how.setMoveFiles(true);
      database.ingestExternalFile(files.stream().map(Path::toString).toList(), how);
    } catch (RocksDBException e) {
      throw failed(folder, "cannot take in new forecasts", e);
    }
  }

  /** The value of a key in a run. */
  byte @Nullable [] find(int run, byte[] key) {
    byte[] whole = new byte[RUN_BYTES + key.length];
    ByteBuffer.wrap(whole).putInt(run).put(key);
    try {
      return database.get(whole);
    } catch (RocksDBException e) {
      throw failed(folder, "cannot be read", e);
    }
  }

  /** Removes runs. */
  void remove(Collection<Integer> runs) {
    try {
      for (int run : runs) {
        byte[] from = ByteBuffer.allocate(RUN_BYTES).putInt(run).array();
        byte[] to = ByteBuffer.allocate(RUN_BYTES).putInt(run + 1).array();
        database.deleteFilesInRanges(
            database.getDefaultColumnFamily(), Arrays.asList(from, to), false);
      }
    } catch (RocksDBException e) {
      throw failed(folder, "cannot throw away old forecasts", e);
    }
  }

  /** The existing runs. */
  Set<Integer> runs() {
    Set<Integer> runs = new TreeSet<>();
    for (LiveFileMetaData file : database.getLiveFilesMetaData()) {
      runs.add(ByteBuffer.wrap(file.smallestKey()).getInt());
    }
    return runs;
  }

  @Override
  public void close() {
    database.close();
    options.close();
    filter.close();
  }

  static AlmanacException failed(Path folder, String what, Exception cause) {
    return new AlmanacException(
        ErrorCode.STORE_UNAVAILABLE,
        "the copy of forecasts in %s %s: %s.\nIf another process serves from this folder, stop it or name another folder; look at the disk's room and rights. The folder may be removed: it is made anew from the table."
            .formatted(folder, what, Text.message(String.valueOf(cause.getMessage()))),
        cause);
  }
}
