package dev.almanac.service;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCategory;
import dev.almanac.core.Text;
import dev.almanac.core.spec.ServeSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings requests to their routes, and answers or errors back. */
final class HttpHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(HttpHandler.class);
  private static final Logger AUDIT = LoggerFactory.getLogger("dev.almanac.audit");
  private static final int CHUNK = 8 << 10;

  /**
   * How much more than is taken is read all the same. A connection that is closed on a client that
   * still writes takes the answer with it, and the client never learns what was wrong.
   */
  private static final long DRAINED = 1L << 20;

  private final Router router;
  private final Places places;
  private final Clients clients;
  private final ServeSpec.Limits limits;
  private final Metrics metrics;
  private final Clock clock;
  private final AtomicInteger working = new AtomicInteger();

  HttpHandler(
      Router router,
      Places places,
      Clients clients,
      ServeSpec.Limits limits,
      Metrics metrics,
      Clock clock) {
    this.router = router;
    this.places = places;
    this.clients = clients;
    this.limits = limits;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    long begun = System.nanoTime();
    Asked asked = new Asked();
    Reply reply;
    try {
      if (working.incrementAndGet() > limits.concurrent()) {
        throw new Problem(
            503,
            "BUSY",
            "the service works on %d requests already; ask again later."
                .formatted(limits.concurrent()));
      }
      reply = answer(request, asked);
    } catch (Problem e) {
      reply = Reply.of(e);
    } catch (AlmanacException e) {
      if (e.code().category() == ErrorCategory.INTERNAL) {
        LOG.error("{} {} failed", request.getMethod(), asked.route, e);
      }
      reply = Reply.of(places.told(e));
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", request.getMethod(), asked.route, e);
      reply = Reply.of(Problem.internal());
    } finally {
      working.decrementAndGet();
    }
    send(response, reply, callback);
    long nanos = System.nanoTime() - begun;
    metrics.answered(asked.route, reply.status(), nanos);
    audit(request, asked, reply, nanos);
    return true;
  }

  /** What is known of a request so far. */
  private static final class Asked {
    private String route = "none";
    private String client = "-";
    private Map<String, String> path = Map.of();
  }

  private Reply answer(Request request, Asked asked) {
    Router.Found found = router.find(request.getMethod(), path(request));
    asked.route = found.route().id();
    asked.path = found.path();
    Clients.Client client =
        clients.authorize(
            request.getHeaders().get(HttpHeader.AUTHORIZATION), found.route().scope());
    asked.client = client.name();
    Map<String, String> query = Router.query(found.route(), query(request));
    byte[] body = found.route().body().isPresent() ? body(request) : new byte[0];
    return found.route().handler().handle(new Call(found.path(), query, body, clock.instant()));
  }

  private static String path(Request request) {
    String path = request.getHttpURI().getPath();
    return path == null ? "" : path;
  }

  private static Map<String, List<String>> query(Request request) {
    if (request.getHttpURI().getQuery() == null) {
      return Map.of();
    }
    try {
      Map<String, List<String>> query = new LinkedHashMap<>();
      for (Fields.Field field : Request.extractQueryParameters(request)) {
        query.put(field.getName(), field.getValues());
      }
      return query;
    } catch (HttpException.RuntimeException | IllegalArgumentException e) {
      throw Problem.bad("the query of the address is not percent-encoded UTF-8.");
    }
  }

  private byte[] body(Request request) {
    long most = limits.bodyBytes();
    if (request.getLength() > most + DRAINED) {
      throw tooLarge();
    }
    long deadline = System.nanoTime() + limits.time().toNanos();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    long size = 0;
    try (InputStream in = Content.Source.asInputStream(request)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        size += read;
        if (size <= most) {
          body.write(chunk, 0, read);
        } else if (size > most + DRAINED) {
          break;
        }
        if (System.nanoTime() > deadline) {
          throw new Problem(
              408,
              "TOO_SLOW",
              "the request did not come in whole within %d seconds."
                  .formatted(limits.time().toSeconds()));
        }
      }
    } catch (IOException e) {
      throw Problem.bad("the body of the request broke off.");
    }
    if (size > most) {
      throw tooLarge();
    }
    return body.toByteArray();
  }

  private Problem tooLarge() {
    return new Problem(
        413,
        "TOO_LARGE",
        "the body has more than %,d bytes; ask in several requests.".formatted(limits.bodyBytes()));
  }

  private static void send(Response response, Reply reply, Callback callback) {
    response.setStatus(reply.status());
    Headers.put(reply, response.getHeaders());
    response.write(true, ByteBuffer.wrap(reply.body()), callback);
  }

  /** Keys are left out: they may be a person's. */
  private static void audit(Request request, Asked asked, Reply reply, long nanos) {
    if (AUDIT.isInfoEnabled()) {
      AUDIT.info(
          "client={} from={} request={} of={} status={} micros={}",
          asked.client,
          Request.getRemoteAddr(request),
          asked.route,
          subject(asked.path),
          reply.status(),
          nanos / 1_000);
    }
  }

  private static String subject(Map<String, String> path) {
    @Nullable String subject = null;
    for (String name : List.of("table", "name", "ref")) {
      subject = subject == null ? path.get(name) : subject;
    }
    return subject == null ? "-" : Text.printable(subject);
  }
}
