package dev.almanac.service;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that are held for requests and answers under way, of all connections together. Safe for use
 * by many threads.
 */
final class MemoryBudget {
  private final long limit;
  private final AtomicLong held = new AtomicLong();

  MemoryBudget(long limit) {
    this.limit = limit;
  }

  /**
   * Reserves bytes, if there is room for them; whatever is wanted has room while nothing is held.
   */
  boolean reserve(long bytes) {
    long before = held.get();
    while (before == 0 || before + bytes <= limit) {
      if (held.compareAndSet(before, before + bytes)) {
        return true;
      }
      before = held.get();
    }
    return false;
  }

  /** Reserves bytes whether there is room for them or not. */
  void take(long bytes) {
    held.addAndGet(bytes);
  }

  /** Gives back what was reserved. */
  void release(long bytes) {
    held.addAndGet(-bytes);
  }

  /** Bytes that are reserved now. */
  long held() {
    return held.get();
  }

  long limit() {
    return limit;
  }
}
