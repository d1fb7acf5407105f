package dev.almanac.bench;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a thread that only sleeps and wakes was kept from waking, at most. It asks for next to
 * nothing, so long times are those in which the machine as a whole stood still, such as when the
 * host of a virtual machine does something else. The client's own collections count too.
 */
final class Standstill implements AutoCloseable {
  private static final long SLEEP = TimeUnit.MILLISECONDS.toNanos(2);

  private final AtomicLong longest = new AtomicLong();
  private volatile boolean ended;

  private Standstill() {}

  static Standstill watch() {
    Standstill watched = new Standstill();
    Thread thread = new Thread(watched::sleep, "standstill");
    thread.setDaemon(true);
    thread.start();
    return watched;
  }

  private void sleep() {
    while (!ended) {
      long begun = System.nanoTime();
      LockSupport.parkNanos(SLEEP);
      longest.accumulateAndGet(System.nanoTime() - begun - SLEEP, Math::max);
    }
  }

  /** In milliseconds, as text. */
  String describe() {
    return String.format(Locale.ROOT, "%.0f ms", longest.get() / 1e6);
  }

  @Override
  public void close() {
    ended = true;
  }
}
