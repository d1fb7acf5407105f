package dev.almanac.service;

import java.util.concurrent.atomic.AtomicLong;

/** Memory budget for requests and responses in progress, shared by all connections. Thread-safe. */
final class MemoryBudget {
  private final long limit;
  private final AtomicLong held = new AtomicLong();

  MemoryBudget(long limit) {
    this.limit = limit;
  }

  /** Reserves bytes if the budget allows; any number is allowed while nothing is reserved. */
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

  /** Reserves bytes even beyond the budget. */
  void take(long bytes) {
    held.addAndGet(bytes);
  }

  /** Releases reserved bytes. */
  void release(long bytes) {
    held.addAndGet(-bytes);
  }

  /** Number of reserved bytes. */
  long held() {
    return held.get();
  }

  long limit() {
    return limit;
  }
}
