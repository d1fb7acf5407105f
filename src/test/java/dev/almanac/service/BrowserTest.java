package dev.almanac.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.Digests;
import dev.almanac.core.spec.ServeSpec;
import dev.almanac.testing.MemoryFileStore;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a page of another site makes a browser send is refused, whoever sits in front of it. */
class BrowserTest {
  private static final String BODY = "{\"records\":[]}";

  @TempDir private Path folder;

  @Test
  void answersToItsOwnNamesOnly() throws IOException {
    ServeSpec spec =
        TestService.with(
            TestService.spec(folder),
            List.of("almanac.example.com"),
            TestService.limits(64L << 10, 256));
    try (TestService site = site(spec)) {
      for (String host :
          List.of(
              "localhost",
              "LOCALHOST:8484",
              "127.0.0.1",
              "127.9.9.9:1",
              "[::1]:8484",
              "almanac.example.com",
              "Almanac.Example.COM:443",
              "almanac.example.com.")) {
        assertThat(get(site, "/v1/models", host)).as(host).startsWith("HTTP/1.1 200");
      }
      // a name of the attacker's that leads here (DNS rebinding), and spellings that try to pass
      for (String host :
          List.of(
              "evil.example",
              "evil.example:8484",
              "127.0.0.1.evil.example",
              "localhost.evil.example",
              "evil-almanac.example.com",
              "10.0.0.1",
              "[::2]")) {
        for (String path : List.of("/v1/models", "/", "/health", "/v1/openapi.json")) {
          assertThat(get(site, path, host))
              .as(host + path)
              .startsWith("HTTP/1.1 421")
              .contains("HOST_NOT_SERVED", "almanac.serve.hosts");
        }
      }
    }
  }

  @Test
  void takesAnyNameWhereTokensAreNeeded() throws IOException {
    Map<String, ServeSpec.ClientSpec> clients =
        Map.of(
            "dashboard",
            new ServeSpec.ClientSpec(
                Digests.sha256("red".getBytes(StandardCharsets.UTF_8)),
                Set.of(ServeSpec.Scope.READ)));
    try (TestService site = site(TestService.with(TestService.spec(folder), clients))) {
      assertThat(get(site, "/health", "10.2.3.4:8484")).startsWith("HTTP/1.1 200");
      assertThat(get(site, "/v1/models", "10.2.3.4:8484")).startsWith("HTTP/1.1 401");
    }
  }

  @Test
  void refusesWhatAPageOfAnotherSiteSends() {
    try (TestService site = site(TestService.spec(folder))) {
      String port = ":" + URI.create(site.service().address()).getPort();
      for (String path : List.of("/v1/models/weather/predict", "/v1/tables/rain:refresh")) {
        for (String origin :
            List.of(
                "https://evil.example",
                "null",
                "http://127.0.0.1",
                "http://127.0.0.1:3000",
                "http://localhost" + port,
                "http://127.0.0.1" + port + ".evil.example",
                "file://",
                "http://evil.example" + port)) {
          TestService.Answer answer = site.post(path, BODY, "Origin", origin);
          assertThat(answer.status()).as(path + " " + origin).isEqualTo(403);
          assertThat(answer.code()).isEqualTo("FOREIGN_ORIGIN");
        }
        for (String fetch : List.of("cross-site", "same-site")) {
          assertThat(site.post(path, BODY, "Sec-Fetch-Site", fetch).code())
              .isEqualTo("FOREIGN_ORIGIN");
        }
        for (String fetch : List.of("same-origin", "none")) {
          TestService.Answer own =
              site.post(path, BODY, "Origin", "http://127.0.0.1" + port, "Sec-Fetch-Site", fetch);
          assertThat(own.code()).as(path).isIn("NO_SUCH_MODEL", "NO_SUCH_TABLE");
        }
      }
      // a link leads to the page from anywhere
      assertThat(site.get("/", "Sec-Fetch-Site", "cross-site").status()).isEqualTo(200);
    }
  }

  @Test
  void takesTheConfiguredNameAsItsOwnOriginBehindAProxy() {
    ServeSpec spec =
        TestService.with(
            TestService.spec(folder),
            List.of("almanac.example.com"),
            TestService.limits(64L << 10, 256));
    try (TestService site = site(spec)) {
      String path = "/v1/models/weather/predict";
      assertThat(site.post(path, BODY, "Origin", "https://almanac.example.com").code())
          .isEqualTo("NO_SUCH_MODEL");
      assertThat(site.post(path, BODY, "Origin", "https://evil.example.com").code())
          .isEqualTo("FOREIGN_ORIGIN");
    }
  }

  @Test
  void takesJsonOnly() throws IOException {
    try (TestService site = site(TestService.spec(folder))) {
      String path = "/v1/models/weather/predict";
      for (String type :
          List.of(
              "text/plain",
              "application/x-www-form-urlencoded",
              "multipart/form-data; boundary=x",
              "text/plain; application/json",
              "application/jsonp")) {
        TestService.Answer answer = site.post(path, BODY, "Content-Type", type);
        assertThat(answer.status()).as(type).isEqualTo(415);
        assertThat(answer.code()).isEqualTo("NOT_JSON");
        assertThat(answer.message()).contains("Content-Type: application/json");
      }
      for (String type :
          List.of("application/json", "application/json; charset=utf-8", "Application/JSON")) {
        assertThat(site.post(path, BODY, "Content-Type", type).code()).isEqualTo("NO_SUCH_MODEL");
      }
      // what a page sends as a Blob has no type at all
      for (String untyped : List.of(path, "/v1/tables/rain:refresh")) {
        assertThat(
                site.raw(
                    "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %s\r\n\r\n%s"
                        .formatted(untyped, BODY.length(), BODY)))
            .startsWith("HTTP/1.1 415");
      }
    }
  }

  private static String get(TestService site, String path, String host) throws IOException {
    return site.raw(
        "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(path, host));
  }

  private static TestService site(ServeSpec spec) {
    return new TestService(
        spec, Map.of(), WeatherModels.registry(new MemoryFileStore()), WeatherModels.NOW);
  }
}
