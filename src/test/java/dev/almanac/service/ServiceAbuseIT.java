package dev.almanac.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.ServeSpec;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.testing.HostileClients;
import dev.almanac.testing.MemoryFileStore;
import dev.almanac.testing.TableFixture;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Load and abuse: every request of a well-behaved client is answered rightly meanwhile, every
 * hostile one with a status, and no memory stays behind. How fast, {@code scripts/bench abuse}
 * prints.
 */
@Tag("slow")
class ServiceAbuseIT {
  private static final String PREDICT = "/v1/models/weather/predict";
  private static final String RECORD =
      "{\"precipitation\":0.0,\"temp_max\":12.8,\"temp_min\":5,\"wind\":4.7,\"month\":\"Jan\"}";
  private static final int BODY_BYTES = 256 << 10;

  @TempDir private Path folder;
  private TestService site;
  private HostileClients hostile;
  private final AtomicBoolean over = new AtomicBoolean();
  private CompletableFuture<List<String>> wellBehaved;

  @BeforeEach
  void start() throws Exception {
    ModelRegistry registry = WeatherModels.registry(new MemoryFileStore());
    WeatherModels.publish(
        registry,
        1,
        WeatherModels.document("sklearn-gbt"),
        WeatherModels.SIGNATURE,
        new DecisionSpec(0.5),
        WeatherModels.PROVEN);
    TableFixture table =
        new TableFixture(
            folder.resolve("rain"),
            List.of("day"),
            new StructType().add("day", LongType.LONG).add("prediction", StringType.STRING));
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (long day = 0; day < 20_000; day++) {
      rows.add(new Object[] {day, "day " + day});
    }
    table.publish(
        LocalDate.parse("2026-05-04"),
        new TableFixture.Made("weather", 1, "run-1", WeatherModels.NOW),
        Collections.singletonList(rows));
    ServeSpec spec =
        TestService.with(
                TestService.spec(folder.resolve("serve")),
                new ServeSpec.Limits(
                    BODY_BYTES,
                    1_000,
                    Duration.ofSeconds(4),
                    256,
                    5_000,
                    2_500,
                    OptionalLong.of(64L << 20)))
            .withTables(
                Map.of(
                    "rain",
                    new ServeSpec.TableSpec(
                        "rain",
                        java.util.Optional.empty(),
                        ServeSpec.WhenOld.WARN,
                        ServeSpec.OnMiss.NOT_FOUND)));
    site =
        new TestService(
                spec,
                Map.of("rain", folder.resolve("rain").toString()),
                registry,
                WeatherModels.NOW)
            .ready();
    hostile = new HostileClients(URI.create(site.service().address()).getPort());
    wellBehaved = CompletableFuture.supplyAsync(this::lookUp);
  }

  /**
   * What went wrong with look-ups, a prediction and the health of the service, until it is over.
   */
  private List<String> lookUp() {
    List<String> wrong = new ArrayList<>();
    for (int i = 0; !over.get(); i++) {
      TestService.Answer found = site.get("/v1/forecasts/rain/" + i % 20_000);
      if (!found.json().at("/forecast/prediction").asText().equals("day " + i % 20_000)) {
        wrong.add(found.toString());
      }
      if (site.get("/health").status() != 200 || site.get("/metrics").status() != 200) {
        wrong.add("health");
      }
    }
    return wrong;
  }

  @AfterEach
  void stop() throws Exception {
    over.set(true);
    hostile.close();
    assertThat(wellBehaved.join()).isEmpty();
    await(() -> site.metric("almanac_in_flight_bytes") == 0);
    await(() -> site.metric("almanac_connections") <= 2);
    site.close();
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aThousandSlowBodies() throws Exception {
    hostile.open(1_000, 2, HostileClients.post(PREDICT, "Content-Length: 100000\r\n") + "{");
    hostile.send(" ");
    assertThat(site.metric("almanac_in_flight_bytes"))
        .isLessThanOrEqualTo(1_000 * 4_096.0 + (64 << 10));
    assertThat(hostile.answers()).isEqualTo(Map.of(408, 1_000));
  }

  @Test
  void aThousandSlowHeads() throws Exception {
    hostile.open(1_000, 2, "GET /health HTTP/1.1\r\nHost: localhost\r\nX: ");
    hostile.send("x");
    assertThat(hostile.answers()).isEqualTo(Map.of(408, 1_000));
  }

  @Test
  void twoThousandLargeBatchesAtOnce() throws Exception {
    hostile.open(2_000, 2, HostileClients.postAll(PREDICT, records(1_000)));
    Map<Integer, Integer> answers = hostile.answers();
    assertThat(answers.keySet()).as(answers.toString()).isSubsetOf(200, 503).contains(200);
    assertThat(answers.values().stream().mapToInt(count -> count).sum()).isEqualTo(2_000);
  }

  @Test
  void bodiesOfUnknownFields() throws Exception {
    StringBuilder record = new StringBuilder("{\"records\":[{\"a\":1");
    for (int i = 0; record.length() < BODY_BYTES - 100; i++) {
      record.append(",\"b").append(i).append("\":1");
    }
    hostile.open(300, 2, HostileClients.postAll(PREDICT, record + "}]}"));
    Map<Integer, Integer> answers = hostile.answers();
    assertThat(answers.keySet()).as(answers.toString()).isSubsetOf(422, 503).contains(422);
  }

  @Test
  void bodiesOfEverySize() throws Exception {
    String spaces = " ".repeat(BODY_BYTES + 1);
    for (int size : new int[] {0, 1, 2, 4_095, 4_096, 4_097, BODY_BYTES - 1, BODY_BYTES}) {
      hostile.open(1, 2, HostileClients.postAll(PREDICT, spaces.substring(0, size)));
      hostile.open(1, 2, chunked(spaces.substring(0, size), 1_000));
    }
    assertThat(hostile.answers()).isEqualTo(Map.of(400, 16));
    hostile.open(1, 2, HostileClients.postAll(PREDICT, spaces));
    hostile.open(1, 2, chunked(spaces, 1_000));
    hostile.open(1, 2, HostileClients.post(PREDICT, "Content-Length: 1000000000000\r\n"));
    hostile.open(
        1, 2, HostileClients.post(PREDICT, "Expect: 100-continue\r\nContent-Length: 300000\r\n"));
    assertThat(hostile.answers()).isEqualTo(Map.of(413, 4));
    // a byte a chunk costs no block for each
    hostile.open(1, 2, chunked(" ".repeat(20_000) + "{\"records\":[" + RECORD + "]}", 1));
    hostile.open(1, 2, chunked("{\"records\":[" + RECORD + "]}", 7));
    assertThat(hostile.answers()).isEqualTo(Map.of(200, 2));
    // too short, too long, no number, both ways to say it, no chunk
    String body = "{\"records\":[" + RECORD + "]}";
    hostile.open(1, 2, HostileClients.post(PREDICT, "Content-Length: 5000\r\n") + body);
    hostile.halfClose();
    assertThat(hostile.answers().keySet()).isSubsetOf(0, 400);
    hostile.open(1, 2, HostileClients.post(PREDICT, "Content-Length: 5\r\n") + body);
    hostile.open(1, 2, HostileClients.post(PREDICT, "Content-Length: five\r\n") + body);
    hostile.open(1, 2, HostileClients.post(PREDICT, "Transfer-Encoding: chunked\r\n") + "zz\r\n");
    assertThat(hostile.answers()).isEqualTo(Map.of(400, 3));
  }

  @Test
  void tenThousandReferencesToModels() throws Exception {
    Map<Integer, Integer> all = new java.util.TreeMap<>();
    for (int i = 0; i < 10_000; i += 500) {
      for (int j = i; j < i + 500; j++) {
        String ref = j % 2 == 0 ? "weather:" + (j + 2) : "weather@no-" + j;
        hostile.open(
            1,
            2,
            HostileClients.postAll(
                "/v1/models/" + ref + "/predict", "{\"records\":[" + RECORD + "]}"));
      }
      hostile.answers().forEach((status, count) -> all.merge(status, count, Integer::sum));
    }
    assertThat(all.keySet()).as(all.toString()).isSubsetOf(404, 503);
    assertThat(all.values().stream().mapToInt(count -> count).sum()).isEqualTo(10_000);
    assertThat(site.post(PREDICT, "{\"records\":[" + RECORD + "]}").status()).isEqualTo(200);
  }

  @Test
  void answersThatNobodyReads() throws Exception {
    String body = records(1_000);
    String pipelined =
        HostileClients.post(PREDICT, "Content-Length: " + body.length() + "\r\n") + body;
    hostile.open(100, 2, pipelined.repeat(2));
    hostile.open(100, 2, "GET /page/page.js HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(200));
    await(() -> site.metric("almanac_connections") < 10);
  }

  @Test
  void connectionsThatAreHalfClosed() throws Exception {
    hostile.open(100, 2, HostileClients.get("/v1/forecasts/rain/7"));
    hostile.open(100, 2, HostileClients.postAll(PREDICT, "{\"records\":[" + RECORD + "]}"));
    hostile.halfClose();
    assertThat(hostile.answers()).isEqualTo(Map.of(200, 200));
    hostile.open(200, 2, "GET /v1/forecasts/rain/7 HTTP/1.1\r\n");
    hostile.halfClose();
    assertThat(hostile.answers().keySet()).isSubsetOf(0, 400);
  }

  private static String records(int count) {
    return "{\"records\":[" + String.join(",", Collections.nCopies(count, RECORD)) + "]}";
  }

  private static String chunked(String body, int size) {
    StringBuilder chunks = new StringBuilder();
    for (int from = 0; from < body.length(); from += size) {
      String chunk = body.substring(from, Math.min(body.length(), from + size));
      chunks.append(Integer.toHexString(chunk.length())).append("\r\n").append(chunk);
      chunks.append("\r\n");
    }
    return HostileClients.post(PREDICT, "Connection: close\r\nTransfer-Encoding: chunked\r\n")
        + chunks
        + "0\r\n\r\n";
  }
}
