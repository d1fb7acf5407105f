package dev.almanac.service;

import dev.almanac.core.spec.ServeSpec;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/**
 * Dispatches requests to their routes. Nothing blocks before the route's work: heads and bodies are
 * read asynchronously, and requests beyond a lane's limit are refused.
 */
final class HttpHandler extends Handler.Abstract {
  private final Router router;
  private final ClientAuthenticator clients;
  private final RequestGuard guard;
  private final ServeSpec.Limits limits;
  private final Clock clock;
  private final Exchange.Surroundings surroundings;
  private final Map<Lane, WorkQueue> lanes;

  /**
   * @param lanes queues of all lanes but the instant one
   */
  HttpHandler(
      ServeSpec spec,
      Router router,
      Clock clock,
      Exchange.Surroundings surroundings,
      Map<Lane, WorkQueue> lanes) {
    this.router = router;
    this.clients = new ClientAuthenticator(spec.clients());
    this.guard = new RequestGuard(spec);
    this.limits = spec.limits();
    this.clock = clock;
    this.surroundings = surroundings;
    this.lanes = lanes;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    surroundings.heads().began(request);
    Exchange exchange = new Exchange(request, response, callback, surroundings);
    try {
      begin(exchange);
    } catch (ApiException e) {
      refuse(exchange, e);
    } catch (RuntimeException | Error e) {
      exchange.fail(e);
    }
    return true;
  }

  private void begin(Exchange exchange) {
    Request request = exchange.request();
    guard.checkHost(request);
    Router.Found found = router.find(request.getMethod(), path(request));
    exchange.is(found);
    exchange.isOf(
        clients
            .authorize(request.getHeaders().get(HttpHeader.AUTHORIZATION), found.route().scope())
            .name());
    boolean hasBody = BodyReader.hasBody(request);
    if (hasBody || !found.route().method().equals("GET")) {
      guard.checkOrigin(request);
    }
    if (hasBody || found.route().body().isPresent()) {
      RequestGuard.checkType(request);
    }
    Map<String, String> query = Router.query(found.route(), query(request));
    if (hasBody && found.route().body().isPresent()) {
      reader(exchange, body -> admit(exchange, found, query, body)).begin();
    } else {
      admit(exchange, found, query, new Body());
    }
  }

  /** Responds with an error after the body is discarded. */
  private void refuse(Exchange exchange, ApiException problem) {
    if (BodyReader.hasBody(exchange.request())) {
      reader(exchange, body -> {}).discard(problem);
    } else {
      exchange.fail(problem);
    }
  }

  /** Receives a body. */
  private interface Next {
    void with(Body body);
  }

  private BodyReader reader(Exchange exchange, Next next) {
    return new BodyReader(
        exchange.request(),
        limits.bodyBytes(),
        limits.time().toNanos(),
        surroundings.budget(),
        new BodyReader.Receiver() {
          @Override
          public void received(Body body, long reserved) {
            exchange.holds(reserved);
            try {
              next.with(body);
            } catch (RuntimeException | Error e) {
              exchange.fail(e);
            }
          }

          @Override
          public void failed(ApiException problem, boolean isRead) {
            if (!isRead) {
              exchange.leavesBody();
            }
            exchange.fail(problem);
          }
        });
  }

  private void admit(Exchange exchange, Router.Found found, Map<String, String> query, Body body) {
    ApiRequest call =
        new ApiRequest(found.path(), query, body, clock.instant(), exchange::isCancelled);
    Lane lane = found.route().lane().of(body.size());
    WorkQueue queue = lanes.get(lane);
    if (queue == null) {
      exchange.answer(found.route().handler().handle(call));
      return;
    }
    if (lane.isLong()) {
      exchange.watchClient();
    }
    Work work = new Work(exchange, found.route().handler(), call, lane, surroundings.budget());
    if (!queue.submit(work)) {
      throw ApiException.busy("as many requests of this kind as may be are under way");
    }
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
      throw ApiException.bad("the query of the address is not percent-encoded UTF-8.");
    }
  }
}
