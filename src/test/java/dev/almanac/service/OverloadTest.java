package dev.almanac.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.ServeSpec;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.testing.MemoryFileStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slow, large and many requests: they end in an answer, and take nothing from the others. */
class OverloadTest {
  private static final String PREDICT =
      """
      POST /v1/models/weather/predict HTTP/1.1
      Host: localhost
      Content-Type: application/json
      """
          .replace("\n", "\r\n");

  private static final String RECORD =
      "{\"precipitation\":0.0,\"temp_max\":12.8,\"temp_min\":5,\"wind\":4.7,\"month\":\"Jan\"}";

  private final List<Socket> open = new ArrayList<>();
  @TempDir private Path folder;

  @AfterEach
  void closeAll() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
  }

  @Test
  void slowBodiesHoldNoThread() throws IOException {
    try (TestService site = site(limits(Duration.ofSeconds(10), 500, 1L << 20))) {
      assertThat(predict(site, "{\"records\":[" + RECORD + "]}").status()).isEqualTo(200);
      for (int i = 0; i < 150; i++) {
        send(site, PREDICT + "Content-Length: 60000\r\n\r\n{");
      }
      while (site.metric("almanac_connections") < 150) {
        Thread.onSpinWait();
      }
      assertThat(site.get("/health").status()).isEqualTo(200);
      assertThat(predict(site, "{\"records\":[" + RECORD + "]}").status()).isEqualTo(200);
      // a byte of each takes a block, not what was announced
      assertThat(site.metric("almanac_in_flight_bytes")).isBetween(150.0, 150 * 4_096.0);
      for (Socket socket : open) {
        assertThat(rest(socket)).startsWith("HTTP/1.1 408").contains("\"TOO_SLOW\"");
      }
      assertThat(site.metric("almanac_in_flight_bytes")).isZero();
    }
  }

  @Test
  void aBodyThatComesByteByByteEndsInTime() throws Exception {
    try (TestService site = site(limits(Duration.ofSeconds(1), 500, 1L << 20))) {
      Socket slow = send(site, PREDICT + "Content-Length: 60000\r\n\r\n");
      assertEndsWhileItTrickles(slow, "{");
    }
  }

  @Test
  void aHeadThatComesByteByByteEndsInTime() throws Exception {
    try (TestService site = site(limits(Duration.ofSeconds(1), 500, 1L << 20))) {
      assertEndsWhileItTrickles(send(site, "GET /health HTTP/1.1\r\nHost: localhost\r\nX: "), "x");
      Socket second = send(site, "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\nGET /hea");
      assertEndsWhileItTrickles(second, "x");
    }
  }

  /** It would never end if each byte began the time anew. */
  private static void assertEndsWhileItTrickles(Socket slow, String bytes) throws Exception {
    StringBuilder answer = new StringBuilder();
    slow.setSoTimeout(50);
    boolean ended = false;
    for (int i = 0; i < 400 && !ended; i++) {
      try {
        slow.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
        int read = slow.getInputStream().read();
        ended = read < 0;
        answer.append(ended ? "" : (char) read);
        while (!ended && slow.getInputStream().available() > 0) {
          answer.append((char) slow.getInputStream().read());
        }
      } catch (java.net.SocketTimeoutException e) {
        // Nothing came yet.
      } catch (java.net.SocketException e) {
        ended = true;
      }
    }
    assertThat(ended).as(answer.toString()).isTrue();
    assertThat(answer.toString()).contains("HTTP/1.1 408");
  }

  @Test
  void boundsConnectionsByAddress() throws Exception {
    try (TestService site = site(limits(Duration.ofSeconds(60), 20, 1L << 20))) {
      for (int i = 0; i < 20; i++) {
        send(site, "GET /health HTTP/1.1\r\n");
      }
      while (connections(site) < 20) {
        Thread.onSpinWait();
      }
      String refused = rest(send(site, "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"));
      assertThat(refused)
          .startsWith("HTTP/1.1 503")
          .contains("Retry-After: 1", "\"BUSY\"", "connections");
      assertThat(rest(fromElsewhere(site))).startsWith("HTTP/1.1 200");
      open.get(0).close();
      String answer = "";
      while (!answer.startsWith("HTTP/1.1 200")) {
        answer = rest(send(site, closing("/health")));
      }
    }
  }

  private double connections(TestService site) throws IOException {
    Socket elsewhere = fromElsewhere(site, closing("/metrics"));
    return rest(elsewhere)
        .lines()
        .filter(line -> line.startsWith("almanac_connections "))
        .mapToDouble(line -> Double.parseDouble(line.split(" ", -1)[1]) - 1)
        .sum();
  }

  private static String closing(String path) {
    return "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(path);
  }

  @Test
  void boundsTheMemoryOfAllBodies() throws Exception {
    try (TestService site = site(limits(Duration.ofSeconds(60), 500, 150L << 10))) {
      String half = PREDICT + "Content-Length: 60000\r\n\r\n{\"records\":[" + " ".repeat(40_000);
      for (int i = 0; i < 3; i++) {
        send(site, half);
      }
      while (site.metric("almanac_in_flight_bytes") < 120_000) {
        Thread.onSpinWait();
      }
      TestService.Answer refused = predict(site, "{\"records\":[" + " ".repeat(60_000));
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.code()).isEqualTo("BUSY");
      assertThat(refused.response().headers().firstValue("retry-after")).contains("1");
      assertThat(site.get("/health").status()).isEqualTo(200);
      assertThat(site.metric("almanac_in_flight_bytes")).isLessThanOrEqualTo(150 << 10);
      for (Socket socket : open) {
        socket.close();
      }
      while (site.metric("almanac_in_flight_bytes") > 0) {
        Thread.onSpinWait();
      }
      assertThat(predict(site, "{\"records\":[" + RECORD + "]}").status()).isEqualTo(200);
    }
  }

  @Test
  void refusesUnknownFieldsAtTheFirstFew() throws IOException {
    try (TestService site = site(limits(Duration.ofSeconds(10), 500, 8L << 20))) {
      StringBuilder record = new StringBuilder("{");
      for (int i = 0; i < 2_500; i++) {
        record.append("\"precipitatio").append(i).append("\":1,");
      }
      TestService.Answer answer = predict(site, "{\"records\":[" + record.append("\"wind\":1}]}"));
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.json().at("/error/fields")).hasSize(10);
      assertThat(answer.message())
          .contains("record 0: 'precipitatio0' is no field of the model (did you mean")
          .contains("the rest was not looked at");
      assertThat(answer.response().body().length).isLessThan(3_000);
      TestService.Answer named =
          predict(
              site,
              "{\"records\":[{\"" + "x".repeat(40_000) + "\":1," + RECORD.substring(1) + "]}");
      assertThat(named.status()).isEqualTo(422);
      assertThat(named.response().body().length).isLessThan(2_000);
    }
  }

  @Test
  void saysWhereABodyIsNoJson() throws IOException {
    try (TestService site = site(limits(Duration.ofSeconds(10), 500, 8L << 20))) {
      assertNoJson(
          site, "{\"records\":[{\"wind\":39.1", "ends before its JSON does (line 1, column");
      assertNoJson(
          site, "{\"records\":[{\"wind\":NaN}]}", "no JSON (line 1, column", "near '", "NaN}");
      assertNoJson(site, "{\"records\":[{\"wind\":\n 0x1}]}", "no JSON (line 2, column", "near '");
      assertNoJson(site, "{\"records\":[{\"wind\":1,\"wind\":2}]}", "a name twice (line 1");
      assertNoJson(site, "{\"records\":[" + RECORD + "]} {}", "something follows");
      assertNoJson(
          site, "{\"records\":[{\"wind\":" + "1".repeat(500) + "}]}", "more than 400 digits");
      assertNoJson(site, "{\"records\":[{\"x\":[[[[[[[[[1]]]]]]]]]}]}", "deeper than 8 levels");
      assertNoJson(site, "", "no JSON object");
      assertNoJson(site, "[1]", "no JSON object");
      assertNoJson(site, "\u0000{\u0000}", "not UTF-8");
    }
  }

  private static void assertNoJson(TestService site, String body, String... parts) {
    TestService.Answer answer = predict(site, body);
    assertThat(answer.status()).as(body).isEqualTo(400);
    assertThat(answer.message())
        .contains(parts)
        .doesNotContain("Json", "jackson", "Source", "ALLOW_", "Stream", "Token");
  }

  // how requests come

  private static TestService.Answer predict(TestService site, String body) {
    return site.post("/v1/models/weather/predict", body);
  }

  private Socket send(TestService site, String bytes) throws IOException {
    return write(site.connect(), bytes);
  }

  private Socket fromElsewhere(TestService site) throws IOException {
    return fromElsewhere(site, closing("/health"));
  }

  private Socket fromElsewhere(TestService site, String bytes) throws IOException {
    int port = URI.create(site.service().address()).getPort();
    return write(
        new Socket(
            InetAddress.getLoopbackAddress(),
            port,
            InetAddress.getByAddress(new byte[] {127, 0, 0, 2}),
            0),
        bytes);
  }

  private Socket write(Socket socket, String bytes) throws IOException {
    open.add(socket);
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static ServeSpec.Limits limits(Duration time, int perAddress, long inFlight) {
    return new ServeSpec.Limits(
        64L << 10, 100, time, 16, 2 * perAddress, perAddress, OptionalLong.of(inFlight));
  }

  private TestService site(ServeSpec.Limits limits) {
    ModelRegistry registry = WeatherModels.registry(new MemoryFileStore());
    WeatherModels.publish(
        registry,
        1,
        WeatherModels.document("sklearn-gbt"),
        WeatherModels.SIGNATURE,
        new DecisionSpec(0.5),
        WeatherModels.PROVEN);
    return new TestService(
        TestService.with(TestService.spec(folder), limits), Map.of(), registry, WeatherModels.NOW);
  }
}
