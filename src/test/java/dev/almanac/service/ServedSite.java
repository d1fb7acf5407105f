package dev.almanac.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.core.spec.ServeSpec;
import dev.almanac.registry.ModelRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** A service on a port of its own, and a client. */
final class ServedSite implements AutoCloseable {
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
        Map.of(),
        Optional.empty(),
        new ServeSpec.Limits(64L << 10, 100, Duration.ofSeconds(10), 16),
        folder.resolve("audit.log").toString());
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
        spec.clients(),
        Optional.of(tls),
        spec.limits(),
        spec.auditFile());
  }

  ServedSite(ServeSpec spec, Map<String, String> locations, ModelRegistry registry, Instant now) {
    this.service =
        AlmanacService.start(
            new AlmanacService.Parts(
                spec,
                locations,
                Path.of(spec.folder()).resolve("runs").toString(),
                registry,
                Clock.fixed(now, ZoneOffset.UTC), "test"));
  }

  AlmanacService service() {
    return service;
  }

  /** Waits until the tables are loaded. */
  ServedSite ready() throws InterruptedException {
    while (!service.isReady()) {
      Thread.sleep(5);
    }
    return this;
  }

  Answer get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  Answer post(String path, String body, String... headers) {
    return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      String type = response.headers().firstValue("content-type").orElse("");
      return new Answer(
          response.statusCode(),
          type.startsWith("application/json")
              ? JSON.readTree(response.body())
              : JSON.nullNode(),
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
