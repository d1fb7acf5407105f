package dev.almanac.service;

import java.time.Duration;

/**
 * Requests of a kind share threads, and those of another kind never wait behind them. Each lane has
 * a bound of requests that run and of requests that wait.
 */
enum Lane {
  /** Answered at once by the thread that read the request: health, readiness, metrics, the page. */
  INSTANT(0, 1),
  /** Stored forecasts of a key. */
  LOOKUP(32, 1),
  /** Few records or keys. More threads than models load or wait to be loaded at a time. */
  SMALL_BATCH(32, 2),
  /** Many records or keys: work for a processor. */
  LARGE_BATCH(0, 2),
  /** Reads the registry, a table's log or the table of runs. */
  REGISTRY(8, 4),
  /** Loads a publication at once. */
  REFRESH(2, 8),
  /** Documents of models, of which each may be large. */
  DOCUMENT(1, 8),
  /** Questions that read a whole publication. */
  SUMMARY(1, 8);

  /** A body of more bytes is a large batch. */
  private static final long SMALL_BYTES = 16L << 10;

  private final int threads;
  private final int share;

  Lane(int threads, int share) {
    this.threads = threads;
    this.share = share;
  }

  /** How many requests run at a time. */
  int threads() {
    return this == LARGE_BATCH ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /**
   * How many requests run and wait at a time.
   *
   * @param concurrent as configured
   */
  int capacity(int concurrent) {
    return Math.max(1, concurrent / share);
  }

  /**
   * How long a request waits for its turn.
   *
   * @param usual where the requests before it are short
   */
  Duration waiting(Duration usual) {
    return this == SUMMARY ? SummaryRoutes.LONGEST.plus(usual) : usual;
  }

  /** How many requests of one client run and wait at a time, where each takes long. */
  int perClient() {
    return this == SUMMARY ? 2 : Integer.MAX_VALUE;
  }

  /** Whether a request takes so long that its client may go meanwhile. */
  boolean isLong() {
    return this == SUMMARY;
  }

  /** The lane for a body of a size. */
  Lane of(long bodyBytes) {
    return this == SMALL_BATCH && bodyBytes > SMALL_BYTES ? LARGE_BATCH : this;
  }
}
