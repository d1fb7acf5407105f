package dev.almanac.service;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Asynchronous reader of a request body; no thread waits for the body. Its memory counts against a
 * budget. A body that is too large, too slow or beyond the budget is still read to its end and
 * discarded: closing a connection on which the client still writes would lose the response.
 */
final class BodyReader implements Runnable {
  /** Number of bytes beyond the limit that are read and discarded. */
  private static final long DISCARDED = 1L << 20;

  /** Minimum rate in bytes per second after half of the time. */
  private static final long SLOWEST = 500;

  private static final long TICK_MILLIS = 250;

  private final Request request;
  private final long limit;
  private final long timeNanos;
  private final MemoryBudget budget;
  private final Receiver receiver;
  private final Body body = new Body();
  private final long begun = System.nanoTime();
  private final AtomicBoolean ended = new AtomicBoolean();
  private long reserved;
  private volatile long received;
  private boolean whole;
  private @Nullable ApiException problem;
  private volatile Scheduler.@Nullable Task clock;

  /** Receives the body or an error, once. */
  interface Receiver {
    /**
     * Receives the body.
     *
     * @param reserved bytes of the budget, which the receiver releases
     */
    void received(Body body, long reserved);

    /**
     * Receives an error; no bytes of the budget are reserved.
     *
     * @param isRead whether the body was read to its end
     */
    void failed(ApiException problem, boolean isRead);
  }

  /**
   * @param limit maximum number of bytes of a body
   */
  BodyReader(Request request, long limit, long timeNanos, MemoryBudget budget, Receiver receiver) {
    this.request = request;
    this.limit = limit;
    this.timeNanos = timeNanos;
    this.budget = budget;
    this.receiver = receiver;
  }

  /** Whether a request has an unread body. */
  static boolean hasBody(Request request) {
    return request.getLength() > 0
        || (request.getLength() < 0 && request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING));
  }

  /** Starts reading; the receiver may be called before this returns. */
  void begin() {
    if (request.getLength() > limit) {
      problem = tooLarge();
    }
    readOrFail();
  }

  /** Reads the body to its end, discards it, and then reports an error. */
  void discard(ApiException why) {
    problem = why;
    readOrFail();
  }

  /**
   * Whether to report the error at once: the client waits for 100 Continue, or the rest is too long
   * to discard.
   */
  private boolean isPointless() {
    return problem != null
        && (request.getHeaders().contains(HttpHeader.EXPECT, "100-continue")
            || request.getLength() > limit + DISCARDED);
  }

  private void readOrFail() {
    if (isPointless()) {
      end();
    } else {
      run();
    }
  }

  @Override
  public void run() {
    while (!ended.get()) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        watch();
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        problem =
            chunk.getFailure() instanceof java.util.concurrent.TimeoutException
                ? tooSlow()
                : ApiException.bad("the body of the request broke off.");
        end();
        return;
      }
      take(chunk.getByteBuffer());
      chunk.release();
      whole = chunk.isLast();
      if (whole || received > limit + DISCARDED) {
        end();
      }
    }
  }

  private void take(ByteBuffer bytes) {
    long before = received;
    received = before + bytes.remaining();
    if (problem == null && received > limit) {
      problem = tooLarge();
    }
    if (problem == null) {
      long expected = request.getLength() < 0 ? -1 : request.getLength() - before;
      int growth = body.growth(bytes.remaining(), expected);
      if (budget.reserve(growth)) {
        reserved += growth;
        body.append(bytes, expected);
        return;
      }
      problem = ApiException.busy("the bodies of other requests take all the memory for them");
    }
    budget.release(reserved);
    reserved = 0;
    body.clear();
  }

  private void end() {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    Scheduler.Task task = clock;
    if (task != null) {
      task.cancel();
    }
    if (problem == null) {
      receiver.received(body, reserved);
    } else {
      budget.release(reserved);
      receiver.failed(problem, whole);
    }
  }

  // the clock

  private void watch() {
    if (clock == null) {
      clock =
          request
              .getComponents()
              .getScheduler()
              .schedule(this::tick, timeNanos / 2, TimeUnit.NANOSECONDS);
    }
  }

  private void tick() {
    long nanos = System.nanoTime() - begun;
    boolean slow = received < SLOWEST * TimeUnit.NANOSECONDS.toMillis(nanos) / 1_000;
    if (!ended.get() && (slow || nanos > timeNanos)) {
      // The pending demand fails, on a thread that may read.
      request.fail(new java.util.concurrent.TimeoutException("too slow"));
    } else if (!ended.get()) {
      clock =
          request
              .getComponents()
              .getScheduler()
              .schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private ApiException tooSlow() {
    return new ApiException(
        408,
        "TOO_SLOW",
        String.format(
            Locale.ROOT,
            "the body did not come in whole within %d seconds, or came slower than %d bytes a"
                + " second.",
            TimeUnit.NANOSECONDS.toSeconds(timeNanos),
            SLOWEST));
  }

  private ApiException tooLarge() {
    return new ApiException(
        413,
        "TOO_LARGE",
        String.format(
            Locale.ROOT, "the body has more than %,d bytes; send several requests.", limit));
  }
}
