package dev.almanac.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.Digests;
import dev.almanac.core.spec.ServeSpec;
import dev.almanac.testing.HostileClients;
import dev.almanac.testing.MemoryFileStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask, and that nobody gets more out of it than an answer. */
class SecurityTest {
  @TempDir private Path folder;

  @Test
  void asksForATokenThatIsKnownAndForThis() {
    Map<String, ServeSpec.ClientSpec> clients =
        Map.of(
            "dashboard", client("red", ServeSpec.Scope.READ),
            "operator", client("blue", ServeSpec.Scope.ADMIN),
            "nothing", client("green"));
    try (TestService site = site(TestService.with(TestService.spec(folder), clients))) {
      for (String open : List.of("/health", "/ready", "/v1/openapi.json", "/")) {
        assertThat(site.get(open).status()).as(open).isEqualTo(200);
      }
      for (String closed : List.of("/v1/models", "/v1/tables", "/metrics")) {
        TestService.Answer none = site.get(closed);
        assertThat(none.status()).as(closed).isEqualTo(401);
        assertThat(none.response().headers().firstValue("www-authenticate")).contains("Bearer");
        assertThat(site.get(closed, "Authorization", "Bearer yellow").status()).isEqualTo(401);
        assertThat(site.get(closed, "Authorization", "red").status()).isEqualTo(401);
        assertThat(site.get(closed, "Authorization", "Bearer green").code()).isEqualTo("FORBIDDEN");
        assertThat(site.get(closed, "Authorization", "Bearer red").status()).isEqualTo(200);
        assertThat(site.get(closed, "Authorization", "bearer red").status()).isEqualTo(200);
        assertThat(site.get(closed, "Authorization", "Bearer blue").status()).isEqualTo(200);
      }
      assertThat(site.post("/v1/tables/x:refresh", "", "Authorization", "Bearer red").status())
          .isEqualTo(403);
      assertThat(site.post("/v1/tables/x:refresh", "", "Authorization", "Bearer blue").status())
          .isEqualTo(404);
    }
  }

  @Test
  void readsNoFileThatAClientNames() {
    try (TestService site = site(TestService.spec(folder))) {
      for (String path :
          List.of(
              "/page/..%2Ffiles.txt",
              "/page/%2e%2e",
              "/page/..%2F..%2FMain.class",
              "/page/files.txt",
              "/page/",
              "/page/%00",
              "/v1/models/%2Fetc%2Fpasswd",
              "/v1/models/..%2F..%2Fetc/versions/1/pmml",
              "/v1/models/weather/versions/..%2F1/pmml",
              "/v1/forecasts/..%2F..%2Fetc/1",
              "/v1/forecasts/file:%2F%2F%2Fetc/1")) {
        TestService.Answer answer = site.get(path);
        assertThat(answer.status()).as(path).isIn(400, 404);
        assertThat(answer.json().at("/error/message").asText()).as(path).isNotEmpty();
      }
      assertThat(site.get("/").response().headers().firstValue("content-type"))
          .contains("text/html; charset=utf-8");
    }
  }

  @Test
  void reportsNothingOfItselfInHeadersAndErrors() throws IOException {
    try (TestService site = site(TestService.spec(folder))) {
      TestService.Answer answer = site.get("/v1/models/none");
      assertThat(answer.response().headers().map()).doesNotContainKeys("server", "x-powered-by");
      assertThat(answer.response().headers().firstValue("x-content-type-options"))
          .contains("nosniff");
      assertThat(answer.response().headers().firstValue("cache-control")).contains("no-store");
      for (String raw :
          List.of(
              "nonsense\r\n\r\n",
              "GET / HTTP/1.1\r\n\r\n",
              "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
              "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
              HostileClients.post("/v1/models/a/predict", "Content-Length: -1\r\n"))) {
        String text = site.raw(raw);
        assertThat(text).startsWith("HTTP/1.1 4");
        assertThat(text).doesNotContain("Exception", "jetty", "Jetty", "at org.");
        assertThat(text).contains("\"error\"");
      }
    }
  }

  @Test
  void letsNothingBeLoadedFramedOrKept() throws IOException {
    try (TestService site = site(TestService.spec(folder))) {
      for (String path :
          List.of("/", "/page/page.js", "/v1/models", "/v1/models/none", "/metrics")) {
        HttpHeaders headers = site.get(path).response().headers();
        assertThat(headers.firstValue("content-security-policy").orElse(""))
            .as(path)
            .startsWith("default-src 'none'; ")
            .endsWith("frame-ancestors 'none'")
            .doesNotContain("unsafe", "*");
        assertThat(headers.firstValue("x-content-type-options")).as(path).contains("nosniff");
        assertThat(headers.firstValue("cache-control")).as(path).contains("no-store");
        assertThat(headers.firstValue("referrer-policy")).as(path).contains("no-referrer");
      }
      String page =
          site.get("/").response().headers().firstValue("content-security-policy").orElse("");
      assertThat(page).contains("script-src 'self';", "connect-src 'self';", "form-action 'none';");
      assertThat(site.get("/v1/models").response().headers().firstValue("content-security-policy"))
          .contains("default-src 'none'; frame-ancestors 'none'");
      assertThat(site.raw("nonsense\r\n\r\n"))
          .contains("Content-Security-Policy: default-src 'none'", "Cache-Control: no-store")
          .contains("X-Content-Type-Options: nosniff");
    }
  }

  @Test
  void saysWhichMethodsAnAddressTakes() {
    try (TestService site = site(TestService.spec(folder))) {
      assertTaken(site, "DELETE", "/v1/tables", "GET");
      assertTaken(site, "POST", "/v1/tables", "GET");
      assertTaken(site, "TRACE", "/", "GET");
      // the verb of a table, not a table that is named like one
      assertTaken(site, "GET", "/v1/forecasts/rain:batch", "POST");
      assertTaken(site, "GET", "/v1/forecasts/rain:summary", "POST");
      assertTaken(site, "PUT", "/v1/tables/rain:refresh", "POST");
      assertThat(site.get("/v1/forecasts/rain:other?day=1").code()).isEqualTo("NO_SUCH_TABLE");
    }
  }

  private static void assertTaken(TestService site, String method, String path, String taken) {
    TestService.Answer answer =
        site.send(site.request(path).method(method, HttpRequest.BodyPublishers.noBody()));
    assertThat(answer.code()).as("%s %s", method, path).isEqualTo("METHOD_NOT_ALLOWED");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.response().headers().allValues("allow")).containsExactly(taken);
    assertThat(answer.message()).contains("takes " + taken + ", not " + method);
  }

  @Test
  void answersOverTls() throws Exception {
    Path store = folder.resolve("serve.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                "of the test",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore trusted = KeyStore.getInstance(store.toFile(), "of the test".toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    ServeSpec.TlsSpec tls = new ServeSpec.TlsSpec(store.toString(), "of the test");
    try (TestService site = site(TestService.with(TestService.spec(folder), tls))) {
      assertThat(site.service().address()).startsWith("https://");
      HttpClient client = HttpClient.newBuilder().sslContext(context).build();
      HttpResponse<String> health =
          client.send(site.request("/health").build(), HttpResponse.BodyHandlers.ofString());
      assertThat(health.body()).isEqualTo("{\"status\":\"ok\"}");
      assertThat(health.headers().firstValue("strict-transport-security"))
          .contains("max-age=31536000");
    }
    ServeSpec.TlsSpec wrong = new ServeSpec.TlsSpec(store.toString(), "another one");
    assertThatThrownBy(() -> site(TestService.with(TestService.spec(folder), wrong)))
        .hasMessageContaining("Look at serve.tls");
  }

  @Test
  void saysThatAnAddressIsTaken() {
    try (TestService site = site(TestService.spec(folder))) {
      int port = URI.create(site.service().address()).getPort();
      assertThatThrownBy(() -> site(TestService.spec(folder.resolve("other")).withPort(port)))
          .hasMessageContaining("cannot listen at 127.0.0.1:" + port)
          .hasMessageContaining("Stop what listens there");
    }
  }

  private static ServeSpec.ClientSpec client(String token, ServeSpec.Scope... scopes) {
    return new ServeSpec.ClientSpec(
        Digests.sha256(token.getBytes(StandardCharsets.UTF_8)), Set.of(scopes));
  }

  private static TestService site(ServeSpec spec) {
    return new TestService(
        spec, Map.of(), WeatherModels.registry(new MemoryFileStore()), WeatherModels.NOW);
  }
}
