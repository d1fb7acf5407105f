package dev.almanac.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.core.spec.ServeSpec;
import dev.almanac.registry.ModelRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A service on a port of its own, and a client. */
final class TestService implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AlmanacService service;
  private final HttpClient client = HttpClient.newHttpClient();

  /** An answer. */
  record Answer(int status, JsonNode json, HttpResponse<byte[]> response) {
    /** The error's code. */
    String code() {
      return json.path("error").path("code").asText();
    }

    String message() {
      return json.path("error").path("message").asText();
    }
  }

  static ServeSpec spec(Path folder) {
    return new ServeSpec(
        "127.0.0.1",
        0,
        folder.toString(),
        Duration.ofMillis(50),
        2,
        8L << 20,
        4,
        Map.of(),
        List.of(),
        Map.of(),
        Optional.empty(),
        limits(64L << 10, 256),
        folder.resolve("audit.log").toString());
  }

  static ServeSpec.Limits limits(long bodyBytes, int concurrent) {
    return new ServeSpec.Limits(
        bodyBytes, 100, Duration.ofSeconds(10), concurrent, 500, 200, OptionalLong.of(32L << 20));
  }

  static ServeSpec with(ServeSpec spec, ServeSpec.Limits limits) {
    return with(spec, spec.hosts(), limits);
  }

  static ServeSpec with(ServeSpec spec, List<String> hosts, ServeSpec.Limits limits) {
    return new ServeSpec(
        spec.host(),
        spec.port(),
        spec.folder(),
        spec.refresh(),
        spec.loadThreads(),
        spec.cacheBytes(),
        spec.modelsKept(),
        spec.tables(),
        hosts,
        spec.clients(),
        spec.tls(),
        limits,
        spec.auditFile());
  }

  static ServeSpec with(ServeSpec spec, Map<String, ServeSpec.ClientSpec> clients) {
    return new ServeSpec(
        spec.host(),
        spec.port(),
        spec.folder(),
        spec.refresh(),
        spec.loadThreads(),
        spec.cacheBytes(),
        spec.modelsKept(),
        spec.tables(),
        spec.hosts(),
        clients,
        spec.tls(),
        spec.limits(),
        spec.auditFile());
  }

  static ServeSpec with(ServeSpec spec, ServeSpec.TlsSpec tls) {
    return new ServeSpec(
        spec.host(),
        spec.port(),
        spec.folder(),
        spec.refresh(),
        spec.loadThreads(),
        spec.cacheBytes(),
        spec.modelsKept(),
        spec.tables(),
        spec.hosts(),
        spec.clients(),
        Optional.of(tls),
        spec.limits(),
        spec.auditFile());
  }

  TestService(ServeSpec spec, Map<String, String> locations, ModelRegistry registry, Instant now) {
    this.service =
        AlmanacService.start(
            new AlmanacService.Parts(
                spec,
                locations,
                Path.of(spec.folder()).resolve("runs").toString(),
                registry,
                Clock.fixed(now, ZoneOffset.UTC),
                "test"));
  }

  AlmanacService service() {
    return service;
  }

  /** Waits until the tables are loaded. */
  TestService ready() throws InterruptedException {
    while (!service.isReady()) {
      Thread.sleep(5);
    }
    return this;
  }

  Answer get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  Answer post(String path, String body, String... headers) {
    HttpRequest.Builder request = request(path, headers);
    if (!List.of(headers).contains("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    return send(request.POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** All that comes back for some bytes, until the service closes the connection. */
  String raw(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), URI.create(service.address()).getPort());
  }

  /** A number of the metrics. */
  double metric(String name) {
    String text = new String(get("/metrics").response().body(), StandardCharsets.UTF_8);
    return text.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      String type = response.headers().firstValue("content-type").orElse("");
      return new Answer(
          response.statusCode(),
          type.startsWith("application/json") ? JSON.readTree(response.body()) : JSON.nullNode(),
          response);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.address() + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  @Override
  public void close() {
    service.stop();
  }
}
