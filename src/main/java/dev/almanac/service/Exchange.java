package dev.almanac.service;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCategory;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request in progress and its single response. Any holder of the exchange may respond; a second
 * response is ignored. Memory of body and response is released when the response is written or the
 * connection is closed.
 */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  /** Minimum rate in bytes per second at which a client must read a response. */
  private static final long SLOWEST_ANSWER = 64L << 10;

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final Surroundings surroundings;
  private final String from;
  private final long begun = System.nanoTime();
  private final AtomicBoolean answered = new AtomicBoolean();
  private volatile boolean cancelled;
  private volatile String route = "none";
  private volatile String client = "-";
  private volatile Map<String, String> path = Map.of();
  private volatile boolean urgent;
  private volatile boolean unread;
  private volatile @Nullable ClientWatch watch;
  private final AtomicLong reserved = new AtomicLong();

  /** Collaborators that all exchanges share. */
  record Surroundings(
      MemoryBudget budget,
      Metrics metrics,
      LocationRedactor places,
      HeadDeadline heads,
      long timeNanos) {}

  Exchange(Request request, Response response, Callback callback, Surroundings surroundings) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.surroundings = surroundings;
    this.from = Request.getRemoteAddr(request);
    // Own deadlines end it, not the idle timeout of the connection during processing.
    request.addIdleTimeoutListener(e -> false);
    request.addFailureListener(e -> cancelled = true);
  }

  Request request() {
    return request;
  }

  /** Sets the route of the request. */
  void is(Router.Found found) {
    route = found.route().id();
    path = found.path();
    urgent = found.route().lane() == Lane.INSTANT;
  }

  void isOf(String knownClient) {
    client = knownClient;
  }

  /** The key for fair sharing of a lane: the client's name or, without one, its network address. */
  String client() {
    return client.equals("-") ? from : client;
  }

  /** Takes over reserved bytes of the budget, which the response releases. */
  void holds(long bytes) {
    reserved.addAndGet(bytes);
  }

  /** Starts to detect that the client disconnects; its body must have been read. */
  void watchClient() {
    ClientWatch begun =
        new ClientWatch(
            request.getConnectionMetaData().getConnection().getEndPoint(), () -> cancelled = true);
    watch = begun;
    begun.start();
  }

  /** Leaves the rest of the body unread: the connection is closed after the response. */
  void leavesBody() {
    unread = true;
  }

  /** Whether the client has disconnected. */
  boolean isCancelled() {
    return cancelled;
  }

  /** Responds with an error. */
  void fail(Throwable e) {
    OutOfMemory.check(e);
    if (e instanceof ApiException problem) {
      answer(ApiResponse.of(problem));
    } else if (e instanceof AlmanacException known
        && known.code().category() != ErrorCategory.INTERNAL) {
      answer(ApiResponse.of(surroundings.places().redact(known)));
    } else {
      LOG.error("{} {} failed", request.getMethod(), route, e);
      answer(ApiResponse.of(ApiException.internal()));
    }
  }

  /** Responds, unless a response was given already. */
  void answer(ApiResponse reply) {
    if (!answered.compareAndSet(false, true)) {
      return;
    }
    ClientWatch watched = watch;
    if (watched != null && watched.stop()) {
      unread = true;
    }
    MemoryBudget budget = surroundings.budget();
    budget.release(reserved.get());
    ApiResponse sent = reply;
    if (urgent) {
      budget.take(sent.body().length);
    } else if (!budget.reserve(sent.body().length)) {
      sent =
          ApiResponse.of(
              ApiException.busy("the answers to other requests take all the memory for them"));
      budget.take(sent.body().length);
    }
    response.setStatus(sent.status());
    Headers.put(sent, response.getHeaders());
    if (unread) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    Sending sending = new Sending(sent);
    response.write(true, ByteBuffer.wrap(sent.body()), sending);
    sending.watch();
  }

  /** Write of a response, at the rate at which the client reads. */
  private final class Sending implements Callback {
    private final ApiResponse sent;
    private final AtomicBoolean ended = new AtomicBoolean();
    private Scheduler.@Nullable Task clock;

    Sending(ApiResponse sent) {
      this.sent = sent;
    }

    private synchronized void watch() {
      if (!ended.get()) {
        long nanos =
            surroundings.timeNanos()
                + TimeUnit.SECONDS.toNanos(sent.body().length / SLOWEST_ANSWER);
        clock =
            request
                .getComponents()
                .getScheduler()
                .schedule(this::abort, nanos, TimeUnit.NANOSECONDS);
      }
    }

    private void abort() {
      request
          .getConnectionMetaData()
          .getConnection()
          .getEndPoint()
          .close(new TimeoutException("the client takes the answer too slowly"));
    }

    @Override
    public void succeeded() {
      if (end(true)) {
        callback.succeeded();
      }
    }

    @Override
    public void failed(Throwable e) {
      OutOfMemory.check(e);
      if (end(false)) {
        callback.failed(e);
      }
    }

    private boolean end(boolean delivered) {
      if (!ended.compareAndSet(false, true)) {
        return false;
      }
      synchronized (this) {
        if (clock != null) {
          clock.cancel();
        }
      }
      surroundings.budget().release(sent.body().length);
      long nanos = System.nanoTime() - begun;
      surroundings.metrics().answered(route, sent.status(), nanos);
      AuditLog.answered(client, from, route, path, sent.status(), nanos, delivered);
      surroundings.heads().ended(request);
      return true;
    }
  }
}
