package dev.almanac.lookup;

import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;

/**
 * Shared cache of forecast indexes for RocksDB's data blocks, filters and index blocks.
 * Thread-safe; to be closed after the indexes.
 */
public final class BlockCache implements AutoCloseable {
  static {
    RocksDB.loadLibrary();
  }

  private final LRUCache blocks;

  /**
   * A cache.
   *
   * @param bytes maximum size
   */
  public BlockCache(long bytes) {
    this.blocks = new LRUCache(bytes);
  }

  LRUCache blocks() {
    return blocks;
  }

  @Override
  public void close() {
    blocks.close();
  }
}
