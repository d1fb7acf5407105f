package dev.almanac.lookup;

import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;

/**
 * The memory that indexed copies share for what was read last: blocks of rows, filters, indexes.
 * Safe for use by many threads; to be closed after the copies.
 */
public final class BlockCache implements AutoCloseable {
  static {
    RocksDB.loadLibrary();
  }

  private final LRUCache blocks;

  /**
   * A cache.
   *
   * @param bytes the most it holds
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
