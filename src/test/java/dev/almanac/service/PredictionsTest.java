package dev.almanac.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.core.Alias;
import dev.almanac.core.RunId;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.ServeSpec;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.testing.MemoryFileStore;
import dev.almanac.testing.TableFixture;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Predictions on demand: right, by the version that is meant, with a reason where there is none.
 */
class PredictionsTest {
  private static final String RECORD =
      "{\"precipitation\": 0.0, \"temp_max\": 12.8, \"temp_min\": 5, \"wind\": 4.7, \"month\":"
          + " \"Jan\"}";

  private final ModelRegistry registry = WeatherModels.registry(new MemoryFileStore());
  @TempDir private Path folder;

  @Test
  void answersAsTheLibraryThatMadeTheModel() throws IOException {
    for (List<dev.almanac.core.ParityCertificate> parity :
        List.of(WeatherModels.PROVEN, List.of(WeatherModels.certificate("pmml", 0)))) {
      publish(registry.models().isEmpty() ? 1 : 2, new DecisionSpec(0.5), parity);
    }
    List<String> lines = Files.readAllLines(Path.of("src/test/resources/foreign/sklearn-gbt.csv"));
    try (TestService site = site(Map.of())) {
      StringBuilder records = new StringBuilder();
      for (String line : lines.subList(1, lines.size())) {
        String[] cells = line.split(",", -1);
        records.append(records.length() == 0 ? "" : ",").append(record(cells));
      }
      for (String[] versions : new String[][] {{"weather:1", "compiled"}, {"weather:2", "jpmml"}}) {
        TestService.Answer answer =
            site.post("/v1/models/" + versions[0] + "/predict", "{\"records\":[" + records + "]}");

        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        assertThat(answer.json().at("/receipt/engine").asText()).isEqualTo(versions[1]);
        JsonNode results = answer.json().path("results");
        assertThat(results).hasSize(lines.size() - 1);
        for (int i = 1; i < lines.size(); i++) {
          String[] cells = lines.get(i).split(",", -1);
          JsonNode forecast = results.get(i - 1).path("forecast");
          assertThat(forecast.path("prediction").asText()).isEqualTo(cells[5]);
          assertThat(forecast.path("probability").asDouble() - Double.parseDouble(cells[7]))
              .isBetween(-1e-9, 1e-9);
        }
      }
    }
  }

  @Test
  void decidesAsTheVersionSays() {
    publish(1, new DecisionSpec(0.2), WeatherModels.PROVEN);
    try (TestService site = site(Map.of())) {
      JsonNode answer = predict(site, "weather", RECORD).json();
      assertThat(answer.at("/results/0/forecast/prediction").asText()).isEqualTo("no");
      assertThat(answer.at("/results/0/forecast/decision").asText()).isEqualTo("yes");
      assertThat(answer.path("receipt").toString())
          .isEqualTo(
              "{'source':'on-demand','model':'weather','version':1,'scoredAt':'2026-05-05T09:00:00Z','ageSeconds':0,'engine':'compiled'}"
                  .replace('\'', '"'));
    }
  }

  @Test
  void rejectsRowsAsABatchRunDoes() {
    publish(1, new DecisionSpec(0.5), WeatherModels.PROVEN);
    try (TestService site = site(Map.of())) {
      JsonNode results =
          predict(
                  site,
                  "weather@champion",
                  RECORD.replace("12.8", "null"),
                  RECORD.replace("Jan", "Jam"),
                  RECORD.replace("12.8", "1e999"),
                  RECORD)
              .json()
              .path("results");
      assertThat(results.get(0).toString())
          .isEqualTo("{\"reject\":{\"reason\":\"MISSING_VALUE\",\"field\":\"temp_max\"}}");
      assertThat(results.get(1).toString())
          .isEqualTo(
              "{\"reject\":{\"reason\":\"UNSEEN_LEVEL\",\"field\":\"month\",\"value\":\"Jam\"}}");
      assertThat(results.get(2).toString())
          .isEqualTo(
              "{\"reject\":{\"reason\":\"NOT_A_NUMBER\",\"field\":\"temp_max\",\"value\":\"Infinity\"}}");
      assertThat(results.get(3).has("forecast")).isTrue();
    }
  }

  @Test
  void namesTheFieldsThatAreWrong() {
    publish(1, new DecisionSpec(0.5), WeatherModels.PROVEN);
    try (TestService site = site(Map.of())) {
      assertFields(
          predict(site, "weather", RECORD.replace("\"wind\"", "\"wimd\"")),
          "SCHEMA_MISMATCH",
          "wimd",
          "wind");
      assertFields(
          predict(site, "weather", RECORD.replace("12.8", "\"warm\"")), "WRONG_TYPE", "temp_max");
      assertFields(predict(site, "weather", RECORD.replace("\"Jan\"", "1")), "WRONG_TYPE", "month");
      assertFields(
          predict(site, "weather", RECORD, RECORD.replace("\"Jan\"", "{}")), "WRONG_TYPE", "month");
      assertFields(
          predict(site, "weather", RECORD.replace("}", ", \"more\": 1}")),
          "SCHEMA_MISMATCH",
          "more");
      assertThat(predict(site, "weather", "{}").message())
          .contains("the field 'precipitation' is missing; write null")
          .contains("The model's fields are: precipitation (a number)");
      assertThat(predict(site, "weather", "3").status()).isEqualTo(422);
      assertThat(site.post("/v1/models/weather/predict", "{\"records\":[],\"x\":1}").status())
          .isEqualTo(400);
      assertThat(predict(site, "weather", RECORD.replace("}", ", \"wind\": 1}")).status())
          .isEqualTo(400);
    }
  }

  @Test
  void refusesWhatMustNotBeUsed() {
    publish(1, new DecisionSpec(0.5), List.of());
    publish(2, new DecisionSpec(0.5), List.of(WeatherModels.certificate("pmml", 3)));
    publish(3, new DecisionSpec(0.5), WeatherModels.PROVEN);
    registry
        .lifeCycle()
        .withdraw(new dev.almanac.core.ModelVersion(WeatherModels.WEATHER, 3), "wrong", run(77));
    try (TestService site = site(Map.of())) {
      assertError(predict(site, "weather:1", RECORD), 409, "PARITY_FAILED", "no certificate");
      assertError(predict(site, "weather:2", RECORD), 409, "PARITY_FAILED", "3 have another label");
      assertError(predict(site, "weather:3", RECORD), 409, "VERSION_WITHDRAWN", "wrong");
      assertError(predict(site, "weather:9", RECORD), 404, "NO_SUCH_VERSION");
      assertError(predict(site, "weather@nobody", RECORD), 404, "NO_SUCH_ALIAS");
      assertError(predict(site, "whether", RECORD), 404, "NO_SUCH_MODEL");
      assertError(predict(site, "..", RECORD), 400, "BAD_OPTION");
      assertError(
          predict(site, "weather@champion%3Fat=2026-05-01", RECORD), 400, "BAD_OPTION", "?at=");
    }
  }

  @Test
  void followsAnAliasThatMovesAndAVersionThatIsWithdrawn() throws InterruptedException {
    publish(1, new DecisionSpec(0.2), WeatherModels.PROVEN);
    try (TestService site = site(Map.of())) {
      assertThat(version(predict(site, "weather", RECORD))).isEqualTo(1);
      publish(2, new DecisionSpec(0.5), WeatherModels.PROVEN);
      while (version(predict(site, "weather", RECORD)) != 2) {
        Thread.sleep(10);
      }
      assertThat(version(predict(site, "weather:1", RECORD))).isEqualTo(1);
      registry
          .lifeCycle()
          .withdraw(new dev.almanac.core.ModelVersion(WeatherModels.WEATHER, 2), "wrong", run(78));
      while (predict(site, "weather", RECORD).status() == 200) {
        Thread.sleep(10);
      }
      assertError(predict(site, "weather", RECORD), 409, "VERSION_WITHDRAWN");
      registry.moveAlias(
          WeatherModels.WEATHER, Alias.CHAMPION, 1, OptionalInt.empty(), "back", run(79));
      assertThat(version(predict(site, "weather", RECORD))).isEqualTo(1);
    }
  }

  @Test
  void scoresKeysThatTheTableHasNotByTheVersionThatMadeIt() throws InterruptedException {
    publish(1, new DecisionSpec(0.2), WeatherModels.PROVEN);
    publish(2, new DecisionSpec(0.5), WeatherModels.PROVEN);
    TableFixture table =
        new TableFixture(
            folder.resolve("rain"),
            List.of("day"),
            new StructType()
                .add("day", LongType.LONG)
                .add("prediction", StringType.STRING)
                .add("probability", DoubleType.DOUBLE)
                .add("decision", StringType.STRING));
    table.publish(
        LocalDate.parse("2026-05-05"),
        new TableFixture.Made("weather", 1, "run-1", WeatherModels.NOW.minusSeconds(60)),
        List.of(List.<@Nullable Object[]>of(new Object[] {1L, "yes", 0.9, "yes"})));
    String body =
        "{\"keys\":[{\"day\":1},{\"day\":2},{\"day\":3}],\"records\":["
            + RECORD
            + ","
            + RECORD
            + ",null]}";
    try (TestService site = site(Map.of("rain", onMiss(ServeSpec.OnMiss.SCORE))).ready()) {
      JsonNode results = site.post("/v1/forecasts/rain:batch", body).json().path("results");
      assertThat(results.get(0).at("/receipt/source").asText()).isEqualTo("stored");
      assertThat(results.get(1).at("/receipt/source").asText()).isEqualTo("on-demand");
      assertThat(results.get(1).at("/receipt/version").asInt()).isEqualTo(1);
      assertThat(results.get(1).at("/forecast/decision").asText()).isEqualTo("yes");
      assertThat(results.get(1).at("/key/day").asText()).isEqualTo("2");
      assertThat(results.get(2).at("/error/code").asText()).isEqualTo("NO_SUCH_FORECAST");
    }
    try (TestService site = site(Map.of("rain", onMiss(ServeSpec.OnMiss.NOT_FOUND))).ready()) {
      JsonNode results = site.post("/v1/forecasts/rain:batch", body).json().path("results");
      assertThat(results.get(1).at("/error/code").asText()).isEqualTo("NO_SUCH_FORECAST");
    }
  }

  @Test
  void showsModelsVersionsAndTheirDocuments() {
    publish(1, new DecisionSpec(0.2), WeatherModels.PROVEN);
    publish(2, new DecisionSpec(0.5), WeatherModels.PROVEN);
    try (TestService site = site(Map.of())) {
      assertThat(site.get("/v1/models").json().at("/models/0/aliases/champion").asInt())
          .isEqualTo(2);
      JsonNode model = site.get("/v1/models/weather").json();
      assertThat(model.path("versions")).hasSize(2);
      assertThat(model.at("/versions/0/metrics/auc").asDouble()).isEqualTo(0.9);
      assertThat(site.get("/v1/models/weather/history").json().path("events")).hasSize(4);
      JsonNode version = site.get("/v1/models/weather/versions/champion").json();
      assertThat(version.path("version").asInt()).isEqualTo(2);
      assertThat(version.at("/manifest/signature/inputs")).hasSize(5);
      assertThat(version.at("/manifest/parity/0/form").asText()).isEqualTo("pmml");
      assertThat(version.path("typicalRow").toString())
          .isEqualTo("{\"wind\":3.5,\"month\":\"Jul\"}");
      assertThat(site.get("/v1/models/weather/versions/1/pmml").response().body())
          .isEqualTo(WeatherModels.document("sklearn-gbt"));
      assertThat(site.get("/v1/models/weather/versions/1/pmml.json").json().toString())
          .contains("\"precipitation\"", "\"functionName\":\"classification\"");
      assertError(site.get("/v1/models/whether"), 404, "NO_SUCH_MODEL");
      assertError(site.get("/v1/models/weather/versions/7"), 404, "NO_SUCH_VERSION");
      assertError(site.get("/v1/models/weather/versions/No"), 400, "BAD_OPTION");
      assertError(site.get("/v1/models/..%2Fx"), 400, "BAD_OPTION");
    }
  }

  private static ServeSpec.TableSpec onMiss(ServeSpec.OnMiss onMiss) {
    return new ServeSpec.TableSpec("rain", Optional.empty(), ServeSpec.WhenOld.WARN, onMiss);
  }

  private TestService site(Map<String, ServeSpec.TableSpec> tables) {
    return new TestService(
        TestService.spec(folder.resolve("serve")).withTables(tables),
        Map.of("rain", folder.resolve("rain").toString()),
        registry,
        WeatherModels.NOW);
  }

  private void publish(
      int run, DecisionSpec decision, List<dev.almanac.core.ParityCertificate> parity) {
    WeatherModels.publish(
        registry,
        run,
        WeatherModels.document("sklearn-gbt"),
        WeatherModels.SIGNATURE,
        decision,
        parity);
  }

  private static RunId run(int number) {
    return new RunId(String.format(Locale.ROOT, "20260505t051500z-%010x", number));
  }

  private static TestService.Answer predict(TestService site, String ref, String... records) {
    return site.post(
        "/v1/models/" + ref + "/predict", "{\"records\":[" + String.join(",", records) + "]}");
  }

  private static int version(TestService.Answer answer) {
    return answer.json().at("/receipt/version").asInt();
  }

  private static String record(String[] cells) {
    return "{\"precipitation\":%s,\"temp_max\":%s,\"temp_min\":%s,\"wind\":%s,\"month\":%s}"
        .formatted(
            orNull(cells[0]),
            orNull(cells[1]),
            orNull(cells[2]),
            orNull(cells[3]),
            cells[4].isEmpty() ? "null" : "\"" + cells[4] + "\"");
  }

  private static String orNull(String cell) {
    return cell.isEmpty() ? "null" : cell;
  }

  private static void assertFields(TestService.Answer answer, String code, String... fields) {
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.json().at("/error/fields"))
        .extracting(JsonNode::asText)
        .containsExactly(fields);
  }

  private static void assertError(
      TestService.Answer answer, int status, String code, String... said) {
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
    List.of(said).forEach(part -> assertThat(answer.message()).contains(part));
  }
}
