package dev.almanac.service;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.ServeSpec;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jetty server, configured for small responses to untrusted clients. */
final class HttpServer {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  /** Threads in addition to those of the lanes: they read, write and handle instant requests. */
  private static final int SPARE_THREADS = 32;

  private static final long SWEEP_MILLIS = 250;
  private static final long HSTS_SECONDS = Duration.ofDays(365).toSeconds();
  private static final int HEADER_BYTES = 8 << 10;

  private final ServeSpec spec;
  private final Server server;
  private final LimitedConnector connector;
  private final Metrics metrics;
  private final HeadDeadline heads;
  private final Map<Lane, WorkQueue> lanes = new EnumMap<>(Lane.class);
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "almanac-http-clock");
            thread.setDaemon(true);
            return thread;
          });

  /** Creates the handler from parts of the server. */
  interface HandlerOf {
    Handler with(HeadDeadline heads, Map<Lane, WorkQueue> lanes);
  }

  HttpServer(ServeSpec spec, Metrics metrics, HandlerOf handler) {
    this.spec = spec;
    this.metrics = metrics;
    ServeSpec.Limits limits = spec.limits();
    QueuedThreadPool threads = new QueuedThreadPool(SPARE_THREADS + laneThreads());
    threads.setName("almanac-http");
    this.server = new Server(threads);
    this.heads = new HeadDeadline(limits.time().toNanos(), metrics);
    for (Lane lane : Lane.values()) {
      if (lane != Lane.INSTANT) {
        lanes.put(
            lane,
            new WorkQueue(
                lane, limits.concurrent(), lane.waiting(limits.time()).toNanos(), threads));
      }
    }
    HttpConnectionFactory http = new HttpConnectionFactory(configuration());
    this.connector =
        spec.tls()
            .map(
                tls -> {
                  http.getHttpConfiguration()
                      .addCustomizer(new SecureRequestCustomizer(false, HSTS_SECONDS, false));
                  return connector(secured(tls), http);
                })
            .orElseGet(() -> connector(http));
    connector.setHost(spec.host());
    connector.setPort(spec.port());
    // Heads, bodies and responses have earlier deadlines of their own, which report a reason.
    connector.setIdleTimeout(2 * limits.time().toMillis());
    connector.addBean(heads);
    server.addConnector(connector);
    server.setHandler(new GracefulHandler(handler.with(heads, lanes)));
    server.setErrorHandler(new Errors());
    metrics.of("almanac_connections", "Connections that are open.", connector::openConnections);
    server.setStopTimeout(spec.limits().time().toMillis());
    // The command has its own shutdown hook.
    server.setStopAtShutdown(false);
  }

  private static int laneThreads() {
    int threads = 0;
    for (Lane lane : Lane.values()) {
      threads += lane.threads();
    }
    return threads;
  }

  private LimitedConnector connector(ConnectionFactory... factories) {
    ServeSpec.Limits limits = spec.limits();
    return new LimitedConnector(
        server, limits.connections(), limits.connectionsPerAddress(), metrics, factories);
  }

  private static SslConnectionFactory secured(ServeSpec.TlsSpec tls) {
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setKeyStorePath(tls.keyStore());
    context.setKeyStorePassword(tls.password());
    context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    return new SslConnectionFactory(context, "http/1.1");
  }

  private HttpConfiguration configuration() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setRequestHeaderSize(HEADER_BYTES);
    // Keys may have any character. No path refers to a file, so none can be ambiguous.
    configuration.setUriCompliance(
        UriCompliance.DEFAULT.with(
            "ALMANAC",
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER,
            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
            UriCompliance.Violation.AMBIGUOUS_PATH_SEGMENT,
            UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS,
            UriCompliance.Violation.ILLEGAL_PATH_CHARACTERS,
            UriCompliance.Violation.BAD_UTF8_ENCODING,
            UriCompliance.Violation.BAD_PERCENT_ENCODING,
            UriCompliance.Violation.TRUNCATED_UTF8_ENCODING));
    return configuration;
  }

  /**
   * Starts to listen.
   *
   * @throws AlmanacException STORE_UNAVAILABLE if the network address cannot be bound,
   *     CONFIG_INVALID if the key store cannot be used
   */
  void start() {
    try {
      server.start();
      ScheduledFuture<?> unused =
          clockwork.scheduleWithFixedDelay(
              this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      // Jetty starts various components and declares no narrower type.
      boolean taken = e instanceof BindException || e.getCause() instanceof BindException;
      boolean secured = spec.tls().isPresent() && !taken;
      throw new AlmanacException(
          secured ? ErrorCode.CONFIG_INVALID : ErrorCode.STORE_UNAVAILABLE,
          String.format(
              Locale.ROOT,
              "the service cannot listen at %s:%d: %s.\n%s",
              spec.host(),
              spec.port(),
              e.getMessage(),
              secured
                  ? "Look at serve.tls: the key store, its password and its key."
                  : "Stop what listens there, or set serve.port and serve.host."),
          e);
    }
  }

  private void sweep() {
    try {
      heads.sweep();
      connector.sweep();
      lanes.values().forEach(WorkQueue::sweep);
    } catch (RuntimeException | Error e) {
      OutOfMemory.check(e);
      LOG.error("a look at the connections failed", e);
    }
  }

  /** The port in use. */
  int port() {
    return connector.getLocalPort();
  }

  /** Refuses new requests, and returns when those in progress are complete. */
  void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new AlmanacException(
          ErrorCode.INTERNAL, "the service did not stop as it should: " + e.getMessage(), e);
    } finally {
      clockwork.shutdownNow();
    }
  }

  /**
   * Error handler for requests that Jetty itself refuses, such as malformed HTTP; responds as the
   * API does.
   */
  private final class Errors extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Throwable cause = (Throwable) request.getAttribute(ERROR_EXCEPTION);
      if (cause != null) {
        OutOfMemory.check(cause);
      }
      int status = status(cause, response);
      ApiResponse reply = ApiResponse.of(problem(status));
      response.setStatus(status);
      Headers.put(reply, response.getHeaders());
      metrics.refused("refused", status);
      AuditLog.refused(Request.getRemoteAddr(request), "refused", status);
      response.write(true, ByteBuffer.wrap(reply.body()), callback);
      return true;
    }

    private static int status(@Nullable Throwable cause, Response response) {
      if (cause instanceof HttpException known) {
        return known.getCode();
      }
      return cause instanceof TimeoutException ? 408 : Math.max(400, response.getStatus());
    }

    private static ApiException problem(int status) {
      return switch (status) {
        case 408 -> new ApiException(408, "TOO_SLOW", "the request did not come in whole in time.");
        case 414, 431 ->
            new ApiException(
                status,
                "TOO_LARGE",
                String.format(
                    Locale.ROOT,
                    "the request line and the headers have more than %,d bytes.",
                    HEADER_BYTES));
        case 503 -> ApiException.busy("the service is stopping");
        default ->
            status == 500
                ? ApiException.internal()
                : new ApiException(
                    status, "BAD_REQUEST", "the request is no HTTP that is served here.");
      };
    }
  }
}
