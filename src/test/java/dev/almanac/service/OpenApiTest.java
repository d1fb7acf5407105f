package dev.almanac.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.ServeSpec;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.testing.MemoryFileStore;
import dev.almanac.testing.TableFixture;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document says what is answered, tested by asking. */
class OpenApiTest {
  private static final String RECORD =
      "{\"precipitation\":0.0,\"temp_max\":12.8,\"temp_min\":5,\"wind\":4.7,\"month\":\"Jan\"}";

  /** A request, and the template of its path. */
  private record Requested(String method, String template, String path, String body) {}

  /** Every operation at least once, most of them also in ways that go wrong. */
  private static final List<Requested> TRAFFIC =
      List.of(
          get("/v1/tables", "/v1/tables"),
          get("/v1/tables/{table}", "/v1/tables/rain"),
          get("/v1/tables/{table}", "/v1/tables/snow"),
          post("/v1/tables/{table}:refresh", "/v1/tables/rain:refresh", ""),
          get("/v1/forecasts/{table}/{key}", "/v1/forecasts/rain/1"),
          get("/v1/forecasts/{table}/{key}", "/v1/forecasts/rain/1?run_date=2026-05-04"),
          get("/v1/forecasts/{table}/{key}", "/v1/forecasts/rain/1?as_of=2026-05-09"),
          get("/v1/forecasts/{table}/{key}", "/v1/forecasts/rain/9"),
          get("/v1/forecasts/{table}/{key}", "/v1/forecasts/rain/x"),
          get("/v1/forecasts/{table}/{key}/history", "/v1/forecasts/rain/1/history?limit=5"),
          get("/v1/forecasts/{table}", "/v1/forecasts/rain?day=1"),
          get("/v1/forecasts/{table}", "/v1/forecasts/rain?dya=1"),
          post(
              "/v1/forecasts/{table}:batch",
              "/v1/forecasts/rain:batch",
              "{\"keys\":[{\"day\":1},{\"day\":7},{\"day\":8}],\"records\":[null,"
                  + RECORD
                  + ","
                  + RECORD.replace("Jan", "Jam")
                  + "]}"),
          post(
              "/v1/forecasts/{table}:batch",
              "/v1/forecasts/rain:batch",
              "{\"keys\":[{\"day\":9}]}"),
          post("/v1/forecasts/{table}:batch", "/v1/forecasts/rain:batch", "nonsense"),
          post(
              "/v1/forecasts/{table}:summary",
              "/v1/forecasts/rain:summary",
              "{\"measures\":[{\"is\":\"rows\"}],\"group_by\":[\"prediction\"]}"),
          post(
              "/v1/forecasts/{table}:summary",
              "/v1/forecasts/rain:summary",
              "{\"top\":{\"by\":\"day\",\"order\":\"largest\"}}"),
          post("/v1/forecasts/{table}:summary", "/v1/forecasts/rain:summary", "{}"),
          get("/v1/models", "/v1/models"),
          get("/v1/models/{name}", "/v1/models/weather"),
          get("/v1/models/{name}", "/v1/models/Weather"),
          get("/v1/models/{name}/history", "/v1/models/weather/history"),
          get("/v1/models/{name}/versions/{version}", "/v1/models/weather/versions/1"),
          get("/v1/models/{name}/versions/{version}", "/v1/models/weather/versions/2"),
          get("/v1/models/{name}/versions/{version}/pmml", "/v1/models/weather/versions/1/pmml"),
          get(
              "/v1/models/{name}/versions/{version}/pmml.json",
              "/v1/models/weather/versions/1/pmml.json"),
          post(
              "/v1/models/{ref}/predict",
              "/v1/models/weather@champion/predict",
              "{\"records\":[" + RECORD + "," + RECORD.replace("12.8", "null") + "]}"),
          post("/v1/models/{ref}/predict", "/v1/models/weather/predict", "{\"records\":[{}]}"),
          get("/v1/runs", "/v1/runs?table=rain&limit=5"),
          get("/v1/runs", "/v1/runs?limit=0"),
          get("/v1/runs/{run}", "/v1/runs/20260505t031500z-0000000001"),
          get("/v1/runs/{run}", "/v1/runs/Nobody"),
          get("/health", "/health"),
          get("/ready", "/ready"),
          get("/metrics", "/metrics"),
          get("/v1/openapi.json", "/v1/openapi.json"),
          get("/", "/"),
          get("/page/{file}", "/page/index.html"),
          get("/page/{file}", "/page/page.css"),
          get("/page/{file}", "/page/icon.svg"),
          get("/page/{file}", "/page/other.html"));

  @TempDir private Path folder;

  @Test
  void everyAnswerIsAsTheDocumentSays() throws InterruptedException {
    ModelRegistry registry = WeatherModels.registry(new MemoryFileStore());
    WeatherModels.publish(
        registry,
        1,
        WeatherModels.document("sklearn-gbt"),
        WeatherModels.SIGNATURE,
        new DecisionSpec(0.5),
        WeatherModels.PROVEN);
    table();
    ServeSpec.TableSpec rain =
        new ServeSpec.TableSpec(
            "rain",
            Optional.of(Duration.ofHours(1)),
            ServeSpec.WhenOld.WARN,
            ServeSpec.OnMiss.SCORE);
    try (TestService site =
        new TestService(
                TestService.spec(folder.resolve("serve")).withTables(Map.of("rain", rain)),
                Map.of("rain", folder.resolve("rain").toString()),
                registry,
                WeatherModels.NOW)
            .ready()) {
      JsonNode document = site.get("/v1/openapi.json").json();
      assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
      ShapeCheck check = new ShapeCheck(document);
      Set<String> requested = new TreeSet<>();
      for (Requested one : TRAFFIC) {
        TestService.Answer answer =
            one.method().equals("GET") ? site.get(one.path()) : site.post(one.path(), one.body());
        JsonNode operation =
            document
                .path("paths")
                .path(one.template())
                .path(one.method().toLowerCase(java.util.Locale.ROOT));
        requested.add(operation.path("operationId").asText());
        JsonNode response = operation.path("responses").path(Integer.toString(answer.status()));
        assertThat(response.isMissingNode())
            .as("%s answers with %d, which is not in the document", one, answer.status())
            .isFalse();
        assertThat(answer.status()).as(one.path()).isLessThan(500);
        String type = type(answer);
        assertThat(response.path("content").has(type))
            .as("%s answers with %s, which is not in the document", one, type)
            .isTrue();
        JsonNode schema = response.path("content").path("application/json").path("schema");
        if (!schema.isMissingNode()) {
          assertThat(check.problems(schema, answer.json()))
              .as("%s: %s", one, answer.json())
              .isEmpty();
        }
      }
      assertThat(requested).as("every operation was asked for").isEqualTo(operations(document));
    }
  }

  /** The media type of an answer, without its parameters. */
  private static String type(TestService.Answer answer) {
    String type = answer.response().headers().firstValue("content-type").orElse("");
    return type.replaceFirst(";.*", "");
  }

  private static Set<String> operations(JsonNode document) {
    Set<String> operations = new TreeSet<>();
    for (JsonNode path : document.path("paths")) {
      for (Iterator<JsonNode> methods = path.elements(); methods.hasNext(); ) {
        operations.add(methods.next().path("operationId").asText());
      }
    }
    return operations;
  }

  private void table() {
    TableFixture table =
        new TableFixture(
            folder.resolve("rain"),
            List.of("day"),
            new StructType().add("day", LongType.LONG).add("prediction", StringType.STRING));
    List<@Nullable Object[]> rows = new ArrayList<>();
    rows.add(new Object[] {1L, "yes"});
    rows.add(new Object[] {2L, null});
    table.publish(
        LocalDate.parse("2026-05-04"),
        new TableFixture.Made("weather", 1, "run-1", WeatherModels.NOW.minusSeconds(7_200)),
        List.of(rows));
  }

  private static Requested get(String template, String path) {
    return new Requested("GET", template, path, "");
  }

  private static Requested post(String template, String path, String body) {
    return new Requested("POST", template, path, body);
  }
}
