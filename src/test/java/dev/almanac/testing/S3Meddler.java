package dev.almanac.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a client and the S3 server and does to conditional puts what networks may do. */
public final class S3Meddler implements AutoCloseable {
  /** What happens to a conditional put. */
  public enum Trick {
    /** It is passed on, and the connection breaks before the answer. */
    LOSE_ANSWER,
    /** The connection breaks before it is passed on. */
    LOSE_REQUEST,
    /** It is passed on without its condition, as by a server that does not know it. */
    DROP_CONDITION,
    /** It meets a removal of the same name. */
    CONFLICT,
    /** The user may not put there. */
    DENY,
    /** The server does not know conditional puts and says so. */
    NOT_IMPLEMENTED
  }

  /** Set by the client library itself, or not for an end-to-end use. */
  private static final Set<String> NOT_PASSED_ON =
      Set.of("connection", "content-length", "date", "expect", "host", "transfer-encoding");

  private final String endpoint;
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server;
  private final ExecutorService workers = Executors.newFixedThreadPool(4);
  private final AtomicInteger passing = new AtomicInteger();
  private final AtomicInteger tricks = new AtomicInteger();
  private final Trick trick;

  /**
   * Starts it.
   *
   * @param after how many conditional puts pass untouched first
   * @param times how many are tampered with then; the rest pass
   */
  public S3Meddler(String endpoint, Trick trick, int after, int times) throws IOException {
    this.endpoint = endpoint;
    this.trick = trick;
    passing.set(after);
    tricks.set(times);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(workers);
    server.start();
  }

  /** Where clients are to go. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (!exchange.getRequestHeaders().containsKey("If-None-Match")
          || passing.getAndDecrement() > 0
          || tricks.getAndDecrement() <= 0) {
        answer(exchange, pass(exchange, body, List.of()));
        return;
      }
      switch (trick) {
        case LOSE_ANSWER -> pass(exchange, body, List.of());
        case LOSE_REQUEST -> {}
        case DROP_CONDITION -> answer(exchange, pass(exchange, body, List.of("if-none-match")));
        case CONFLICT -> refuse(exchange, 409, "ConditionalRequestConflict");
        case DENY -> refuse(exchange, 403, "AccessDenied");
        case NOT_IMPLEMENTED -> refuse(exchange, 501, "NotImplemented");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<byte[]> pass(HttpExchange exchange, byte[] body, List<String> without)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint + exchange.getRequestURI()))
            .version(HttpClient.Version.HTTP_1_1)
            .method(
                exchange.getRequestMethod(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              String header = name.toLowerCase(Locale.ROOT);
              if (!NOT_PASSED_ON.contains(header) && !without.contains(header)) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static void answer(HttpExchange exchange, HttpResponse<byte[]> response)
      throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD");
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              String header = name.toLowerCase(Locale.ROOT);
              if (!NOT_PASSED_ON.contains(header) || (head && header.equals("content-length"))) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    byte[] body = response.body();
    exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
    byte[] body =
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>"
                + code
                + "</Code><Message>refused by the test</Message></Error>")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
