package dev.almanac.service;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.ServeSpec;
import java.net.BindException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty, set up for small answers to clients that are not trusted. */
final class HttpServer {
  private static final int MOST_THREADS = 64;
  private static final int HEADER_BYTES = 8 << 10;

  private final ServeSpec spec;
  private final Server server;
  private final ServerConnector connector;

  HttpServer(ServeSpec spec, Handler handler) {
    this.spec = spec;
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
    threads.setName("almanac-http");
    this.server = new Server(threads);
    HttpConnectionFactory http = new HttpConnectionFactory(configuration());
    this.connector =
        spec.tls()
            .map(
                tls -> {
                  http.getHttpConfiguration().addCustomizer(new SecureRequestCustomizer(false));
                  return new ServerConnector(server, new ConnectionFactory[] {secured(tls), http});
                })
            .orElseGet(() -> new ServerConnector(server, new ConnectionFactory[] {http}));
    connector.setHost(spec.host());
    connector.setPort(spec.port());
    connector.setIdleTimeout(spec.limits().time().toMillis());
    server.addConnector(connector);
    server.setHandler(new GracefulHandler(handler));
    server.setErrorHandler(new Errors());
    server.setStopTimeout(spec.limits().time().toMillis());
    // The command has a hook of its own.
    server.setStopAtShutdown(false);
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
    // Keys may have any character. No path leads to a file, so none can be ambiguous.
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
   * Begins to listen.
   *
   * @throws AlmanacException STORE_UNAVAILABLE if the address cannot be listened at, CONFIG_INVALID
   *     if the key store cannot be used
   */
  void start() {
    try {
      server.start();
    } catch (Exception e) {
      // Jetty starts parts of many kinds and declares no other type.
      boolean taken = e instanceof BindException || e.getCause() instanceof BindException;
      boolean secured = spec.tls().isPresent() && !taken;
      throw new AlmanacException(
          secured ? ErrorCode.CONFIG_INVALID : ErrorCode.STORE_UNAVAILABLE,
          "the service cannot listen at %s:%d: %s.\n%s"
              .formatted(
                  spec.host(),
                  spec.port(),
                  e.getMessage(),
                  secured
                      ? "Look at serve.tls: the key store, its password and its key."
                      : "Stop what listens there, or set serve.port and serve.host."),
          e);
    }
  }

  /** The port that it listens at. */
  int port() {
    return connector.getLocalPort();
  }

  /** Takes no more requests, and ends when those that are worked on are answered. */
  void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new AlmanacException(
          ErrorCode.INTERNAL, "the service did not stop as it should: " + e.getMessage(), e);
    }
  }

  /** What Jetty itself refuses, such as a request that is no HTTP, told as everything else. */
  private static final class Errors extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      int status = Math.max(400, response.getStatus());
      Reply reply =
          Reply.of(
              status >= 500
                  ? status == 503
                      ? new Problem(503, "BUSY", "the service is stopping.")
                      : Problem.internal()
                  : new Problem(
                      status, "BAD_REQUEST", "the request is no HTTP that is taken here."));
      response.setStatus(status);
      Headers.put(reply, response.getHeaders());
      response.write(true, ByteBuffer.wrap(reply.body()), callback);
      return true;
    }
  }
}
