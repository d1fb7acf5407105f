package dev.almanac.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.spec.ServeSpec;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.testing.MemoryFileStore;
import dev.almanac.testing.TableFixture;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stored forecasts over HTTP: found, explained, as fresh as promised. */
class StoredForecastsTest {
  private static final LocalDate MONDAY = LocalDate.parse("2026-05-04");
  private static final Instant SCORED = Instant.parse("2026-05-05T03:15:00Z");
  private static final Instant NOW = SCORED.plusSeconds(7_200);
  private static final StructType COLUMNS =
      new StructType()
          .add("id", StringType.STRING)
          .add("n", LongType.LONG)
          .add("prediction", StringType.STRING)
          .add("probability", DoubleType.DOUBLE);

  private final ModelRegistry registry = WeatherModels.registry(new MemoryFileStore());
  @TempDir private Path folder;

  @Test
  void findsAForecastByItsKeyAndReportsWhereItComesFrom() throws InterruptedException {
    TableFixture table = table();
    try (TestService site = site(spec()).ready()) {
      TestService.Answer answer = site.get("/v1/forecasts/churn/k3,-3");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json())
          .hasToString(
              ("{'key':{'id':'k3','n':-3},'forecast':{'prediction':'p2-3','probability':0.03},"
                      + "'receipt':{'source':'stored','model':'churn','version':2,"
                      + "'scoredAt':'2026-05-05T03:15:02Z','ageSeconds':7198,'runDate':'2026-05-05',"
                      + "'runId':'run-2','sourceVersion':'customers@v12','table':'churn',"
                      + "'tableVersion':2}}")
                  .replace('\'', '"'));
      assertThat(site.get("/v1/forecasts/churn?n=-3&id=k3").json()).isEqualTo(answer.json());
      assertThat(runId(site.get("/v1/forecasts/churn/k3,-3?run_date=2026-05-04")))
          .isEqualTo("run-1");
      assertThat(runId(site.get("/v1/forecasts/churn/k3,-3?as_of=2026-05-04"))).isEqualTo("run-1");
      assertThat(runId(site.get("/v1/forecasts/churn/a%2Cb%2F%C3%A9,7"))).isEqualTo("run-2");
      assertThat(site.get("/v1/forecasts/churn/k3,-3/history").json().path("forecasts")).hasSize(2);
      assertThat(site.get("/v1/forecasts/churn/k3,-3/history?limit=1").json().path("forecasts"))
          .hasSize(1);
      assertThat(site.get("/v1/tables/churn").json().path("rows").toString())
          .isEqualTo("{\"2026-05-05\":11,\"2026-05-04\":20}");
      assertThat(table.version()).isEqualTo(2);
    }
  }

  @Test
  void saysWhatIsWrongWithARequest() throws InterruptedException {
    table();
    try (TestService site = site(spec()).ready()) {
      assertError(site.get("/v1/forecasts/churn/k3"), 400, "BAD_OPTION", "key is id, n");
      assertError(site.get("/v1/forecasts/churn/k3,x"), 400, "BAD_OPTION", "cannot be the key 'n'");
      assertError(site.get("/v1/forecasts/churn?id=k3"), 400, "BAD_OPTION", "'n' is not given");
      assertError(
          site.get("/v1/forecasts/churn?id=k3&n=1&m=2"), 400, "BAD_OPTION", "did you mean 'n'?");
      assertError(site.get("/v1/forecasts/churn/k99,1"), 404, "NO_SUCH_FORECAST", "Nor has it one");
      assertError(
          site.get("/v1/forecasts/chur/k3,-3"), 404, "NO_SUCH_TABLE", "did you mean 'churn'?");
      assertError(
          site.get("/v1/forecasts/churn/k3,-3?run_date=yesterday"),
          400,
          "BAD_OPTION",
          "year-month-day");
      assertError(
          site.get("/v1/forecasts/churn/k3,-3?run_date=2026-05-04&as_of=2026-05-04"),
          400,
          "BAD_OPTION",
          "keep one of them");
      assertError(site.get("/v1/forecasts/churn/k3,-3?limit=3"), 400, "BAD_OPTION", "no parameter");
      assertError(
          site.get("/v1/forecasts/churn/k3,-3?run_date=2026-05-04&run_date=2026-05-05"),
          400,
          "BAD_OPTION",
          "given twice");
      assertError(
          site.get("/v1/forecasts/churn/k3,-3?run_date=2026-05-01"),
          404,
          "NO_SUCH_FORECAST",
          "nothing was published");
      assertError(site.get("/v1/forecasts/churn/%ff,1"), 400, "BAD_OPTION", "percent-encoded");
      assertError(site.get("/v2/anything"), 404, "NO_SUCH_ADDRESS", "openapi.json");
      assertError(site.post("/v1/tables/churn", "{}"), 405, "METHOD_NOT_ALLOWED", "takes GET");
      assertError(
          site.get("/v1/forecasts/churn/k3,-3/history?limit=0"), 400, "BAD_OPTION", "whole number");
    }
  }

  @Test
  void answersManyKeysOfOneVersion() throws InterruptedException {
    table();
    try (TestService site = site(spec()).ready()) {
      TestService.Answer answer =
          site.post(
              "/v1/forecasts/churn:batch",
              "{\"keys\": [{\"id\": \"k3\", \"n\": -3}, {\"id\": \"k99\", \"n\": 1}, {\"id\":"
                  + " \"k4\", \"n\": \"-4\"}]}");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().path("tableVersion").asInt()).isEqualTo(2);
      assertThat(answer.json().path("results")).hasSize(3);
      assertThat(answer.json().at("/results/0/forecast/prediction").asText()).isEqualTo("p2-3");
      assertThat(answer.json().at("/results/1/error/code").asText()).isEqualTo("NO_SUCH_FORECAST");
      assertThat(answer.json().at("/results/2/key/n").asInt()).isEqualTo(-4);
      assertThat(answer.json().toString()).doesNotContain(folder.toString());
      assertError(
          site.post("/v1/forecasts/churn:batch", "{"),
          400,
          "BAD_OPTION",
          "ends before its JSON does");
      assertError(
          site.post("/v1/forecasts/churn:batch", "[]"), 400, "BAD_OPTION", "no JSON object");
      assertError(
          site.post("/v1/forecasts/churn:batch", "{\"keys\":[]}"), 400, "BAD_OPTION", "no list");
      assertError(
          site.post("/v1/forecasts/churn:batch", "{\"keys\":[1]}"), 400, "BAD_OPTION", "an object");
      assertError(
          site.post("/v1/forecasts/churn:batch", "{\"keys\":[{}],\"sql\":\"x\"}"),
          400,
          "BAD_OPTION",
          "'sql'");
      assertError(
          site.post("/v1/forecasts/churn:batch", "{\"keys\":[" + "{},".repeat(100) + "{}]}"),
          413,
          "TOO_LARGE",
          "several requests");
      assertError(
          site.post("/v1/forecasts/churn:batch", "{\"keys\":[" + " ".repeat(70_000) + "{}]}"),
          413,
          "TOO_LARGE",
          "more than 65,536 bytes");
    }
  }

  @Test
  void isNotReadyBeforeTheFirstLoadAndFollowsThePublications() throws InterruptedException {
    try (TestService site = site(spec())) {
      assertThat(site.get("/health").status()).isEqualTo(200);
      assertThat(site.get("/ready").status()).isEqualTo(503);
      assertError(site.get("/v1/forecasts/churn/k3,-3"), 503, "NOT_READY", "'churn'");

      TableFixture table = table();
      site.ready();
      assertThat(site.get("/ready").status()).isEqualTo(200);
      site.post("/v1/tables/churn:refresh", "");
      assertThat(runId(site.get("/v1/forecasts/churn/k3,-3"))).isEqualTo("run-2");

      table.publish(MONDAY.plusDays(2), made(3), List.of(rows(0, 5, 3)));
      TestService.Answer refreshed = site.post("/v1/tables/churn:refresh", "");
      assertThat(refreshed.json().path("tableVersion").asInt()).isEqualTo(3);
      assertThat(runId(site.get("/v1/forecasts/churn/k3,-3"))).isEqualTo("run-3");
    }
  }

  @Test
  void warnsOfOldForecastsOrKeepsThemBack() throws InterruptedException {
    table();
    try (TestService site = site(old(ServeSpec.WhenOld.WARN)).ready()) {
      TestService.Answer answer = site.get("/v1/forecasts/churn/k3,-3");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().path("warnings").get(0).asText())
          .contains("scored 1 hour ago, and may be 1 hour old");
      assertThat(site.get("/v1/forecasts/churn/k3,-3?run_date=2026-05-05").json().has("warnings"))
          .isFalse();
    }
    try (TestService site = site(old(ServeSpec.WhenOld.REFUSE)).ready()) {
      assertError(site.get("/v1/forecasts/churn/k3,-3"), 503, "TOO_OLD", "may be 1 hour old");
      assertThat(site.get("/v1/forecasts/churn/k3,-3?run_date=2026-05-05").status()).isEqualTo(200);
      assertThat(site.get("/v1/tables/churn").json().path("old").asBoolean()).isTrue();
    }
  }

  @Test
  void reportsPrometheusHowItGoes() throws InterruptedException {
    table();
    try (TestService site = site(spec()).ready()) {
      site.get("/v1/forecasts/churn/k3,-3");
      site.get("/v1/forecasts/churn/k99,1");

      String text =
          new String(
              site.get("/metrics").response().body(), java.nio.charset.StandardCharsets.UTF_8);

      assertThat(text)
          .contains("almanac_requests_total{route=\"findForecast\",status=\"200\"} 1.0")
          .contains("almanac_requests_total{route=\"findForecast\",status=\"404\"} 1.0")
          .contains("almanac_table_version{table=\"churn\"} 2.0")
          .contains("almanac_table_rows{table=\"churn\"} 31.0")
          .contains("almanac_table_age_seconds{table=\"churn\"} 7198.0");
    }
  }

  private ServeSpec spec() {
    return TestService.spec(folder.resolve("serve"))
        .withTables(
            Map.of(
                "churn",
                new ServeSpec.TableSpec(
                    "churn",
                    Optional.empty(),
                    ServeSpec.WhenOld.WARN,
                    ServeSpec.OnMiss.NOT_FOUND)));
  }

  private ServeSpec old(ServeSpec.WhenOld whenOld) {
    return spec()
        .withTables(
            Map.of(
                "churn",
                new ServeSpec.TableSpec(
                    "churn",
                    Optional.of(Duration.ofMinutes(90)),
                    whenOld,
                    ServeSpec.OnMiss.NOT_FOUND)));
  }

  private TestService site(ServeSpec spec) {
    return new TestService(
        spec, Map.of("churn", folder.resolve("churn").toString()), registry, NOW);
  }

  private TableFixture table() {
    TableFixture table = new TableFixture(folder.resolve("churn"), List.of("id", "n"), COLUMNS);
    table.publish(MONDAY, made(1), List.of(rows(0, 20, 1)));
    List<@Nullable Object[]> newest = new ArrayList<>(rows(0, 10, 2));
    newest.add(new Object[] {"a,b/é", 7L, "odd", 0.5});
    table.publish(MONDAY.plusDays(1), made(2), List.of(newest));
    return table;
  }

  private static TableFixture.Made made(int run) {
    return new TableFixture.Made("churn", run, "run-" + run, SCORED.plusSeconds(run));
  }

  private static List<@Nullable Object[]> rows(int from, int to, int salt) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      rows.add(new Object[] {"k" + i, (long) -i, "p" + salt + "-" + i, i / 100.0});
    }
    return rows;
  }

  private static String runId(TestService.Answer answer) {
    return answer.json().at("/receipt/runId").asText();
  }

  private void assertError(TestService.Answer answer, int status, String code, String... said) {
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
    List.of(said).forEach(part -> assertThat(answer.message()).contains(part));
    assertThat(answer.json().toString())
        .doesNotContain("at dev.almanac", "Exception", folder.toString());
  }
}
