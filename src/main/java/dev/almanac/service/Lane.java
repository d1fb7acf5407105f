package dev.almanac.service;

import java.time.Duration;

/**
 * Class of requests that share threads; requests of different lanes never wait for each other. Each
 * lane limits the number of running and of waiting requests.
 */
enum Lane {
  /** Handled by the thread that read the request: health, readiness, metrics, the page. */
  INSTANT(0, 1),
  /** Lookup of stored forecasts of one key. */
  LOOKUP(32, 1),
  /**
   * Few records or keys. More threads than the number of models that load or wait to be loaded at a
   * time.
   */
  SMALL_BATCH(32, 2),
  /** Many records or keys: CPU-bound work. */
  LARGE_BATCH(0, 2),
  /** Reads the registry, a table's log or the runs table. */
  REGISTRY(8, 4),
  /** Loads a publication immediately. */
  REFRESH(2, 8),
  /** Model documents, each of which may be large. */
  DOCUMENT(1, 8),
  /** Aggregate queries, which read a whole publication. */
  SUMMARY(1, 8);

  /** A larger body is a large batch. */
  private static final long SMALL_BYTES = 16L << 10;

  private final int threads;
  private final int share;

  Lane(int threads, int share) {
    this.threads = threads;
    this.share = share;
  }

  /** Maximum number of running requests. */
  int threads() {
    return this == LARGE_BATCH ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /**
   * Maximum number of running and waiting requests.
   *
   * @param concurrent the configured number
   */
  int capacity(int concurrent) {
    return Math.max(1, concurrent / share);
  }

  /**
   * Maximum waiting time of a request.
   *
   * @param usual the value for lanes of short requests
   */
  Duration waiting(Duration usual) {
    return this == SUMMARY ? SummaryRoutes.LONGEST.plus(usual) : usual;
  }

  /** Maximum number of running and waiting requests of one client, in a lane of long requests. */
  int perClient() {
    return this == SUMMARY ? 2 : Integer.MAX_VALUE;
  }

  /** Whether requests take so long that the client may disconnect meanwhile. */
  boolean isLong() {
    return this == SUMMARY;
  }

  /** The lane for a body's size. */
  Lane of(long bodyBytes) {
    return this == SMALL_BATCH && bodyBytes > SMALL_BYTES ? LARGE_BATCH : this;
  }
}
