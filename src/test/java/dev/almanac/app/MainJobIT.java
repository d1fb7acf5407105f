package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.almanac.core.Digests;
import dev.almanac.core.FieldProfile;
import dev.almanac.core.Profile;
import dev.almanac.monitoring.ProfileJson;
import dev.almanac.pmml.PmmlModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The main job as a user runs it, on the real sample: one story told in order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MainJobIT {
  private static final String JOB = "jobs/flight-delay.conf";

  private Cli cli = new Cli(Path.of("unset"));
  private JsonNode first = NullNode.getInstance();

  @BeforeAll
  void runOnce(@TempDir Path site) {
    cli = new Cli(site);
    Cli.Result result = cli.run("run", JOB, "--json");
    assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
    first = result.json();
  }

  @Test
  @Order(1)
  void trainsAModelThatIsQualityItsGateOnLaterFlights() {
    assertThat(first.path("model").asText()).isEqualTo("flight-delay");
    assertThat(first.path("version").asInt()).isEqualTo(1);
    assertThat(first.path("movedAlias").asText()).isEqualTo("champion");
    assertThat(first.path("metrics").path("auc").asDouble()).isGreaterThanOrEqualTo(0.65);
    assertThat(first.path("trainRows").asLong()).isGreaterThan(100_000);
    JsonNode parity = first.path("parity").path(0);
    assertThat(parity.path("form").asText()).isEqualTo("pmml");
    assertThat(parity.path("labelFlips").asLong()).isZero();
    assertThat(parity.path("edgeRows").asLong()).isPositive();
    assertThat(first.path("parity").path(1).path("form").asText()).isEqualTo("pmml-json");
  }

  @Test
  @Order(2)
  void accountsForEveryRowAndPublishesOneForecastAKey() {
    long in = first.path("rowsIn").asLong();
    long scored = first.path("rowsScored").asLong();
    assertThat(in).isPositive();
    assertThat(scored + first.path("rowsRejected").asLong()).isEqualTo(in);
    Dataset<Row> none =
        withForecasts(
            forecasts -> {
              assertThat(forecasts.count()).isEqualTo(scored);
              assertThat(forecasts.select("flight_id").distinct().count()).isEqualTo(scored);
              assertThat(forecasts.columns())
                  .startsWith("flight_id", "prediction", "probability", "decision")
                  .endsWith(
                      "run_date",
                      "model",
                      "model_version",
                      "run_id",
                      "scored_at",
                      "source_version");
              Dataset<Row> odd =
                  forecasts.filter(
                      "probability IS NULL OR decision IS NULL OR probability NOT BETWEEN 0 AND 1"
                          + " OR prediction <> IF(probability > 0.5, '1', '0')");
              assertThat(odd.count()).isZero();
              return odd;
            });
    assertThat(none).isNotNull();
  }

  @Test
  @Order(3)
  void looksUpTheRowWhoseCommandItPrinted() {
    List<String> words = texts(first.path("lookup"));
    words.add("--json");
    Cli.Result result = cli.run(words.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.err()).isZero();
    JsonNode receipt = result.json().path("receipt");
    assertThat(receipt.path("model").asText()).isEqualTo("flight-delay");
    assertThat(receipt.path("version").asInt()).isEqualTo(1);
    assertThat(receipt.path("runId").asText()).isEqualTo(first.path("runId").asText());
    assertThat(receipt.path("runDate").asText()).isEqualTo(first.path("runDate").asText());
    assertThat(receipt.path("sourceVersion").asText())
        .isEqualTo(String.join(",", texts(first.path("sources"))));
    String flight = result.json().path("key").path("flight_id").asText();
    double stored =
        withForecasts(
            forecasts ->
                forecasts.filter("flight_id = " + flight).first().<Double>getAs("probability"));
    assertThat(result.json().path("forecast").path("probability").asDouble()).isEqualTo(stored);
  }

  @Test
  @Order(4)
  void reportsPeopleInWordsAndAnswersForAnUnknownKey() {
    Cli.Result found = cli.run("lookup", "flight_delay", sampleKey());
    assertThat(found.out())
        .contains("probability")
        .contains("made by     flight-delay:1")
        .contains("stands for  " + first.path("runDate").asText())
        .contains("in run      " + first.path("runId").asText());
    Cli.Result absent = cli.run("lookup", "flight_delay", "flight_id=-1");
    assertThat(absent.exitCode()).isEqualTo(6);
    assertThat(absent.err()).contains("NO_SUCH_FORECAST").contains("flight_id");
  }

  @Test
  @Order(5)
  void scoringTheSameDateAgainGivesTheSameTable() {
    List<Row> before = withForecasts(MainJobIT::content);
    Cli.Result again = cli.run("score", JOB, "--json");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.json().path("tableVersion").asLong())
        .isGreaterThan(first.path("tableVersion").asLong());
    assertThat(withForecasts(MainJobIT::content)).isEqualTo(before);
  }

  @Test
  @Order(6)
  void jpmmlGivesTheForecastsThatSparkGave() {
    List<Row> bySpark = withForecasts(MainJobIT::labels);
    Cli.Result again = cli.run("score", JOB, "-D", "score.engine=jpmml", "--json");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.json().path("engine").asText()).isEqualTo("jpmml");
    assertThat(withForecasts(MainJobIT::labels)).isEqualTo(bySpark);
  }

  @Test
  @Order(7)
  void anotherDateIsNextToTheFirst() {
    Cli.Result next = cli.run("score", JOB, "--run-date", "2001-06-08", "--json");
    assertThat(next.exitCode()).as(next.err()).isZero();
    long dates = withForecasts(forecasts -> forecasts.select("run_date").distinct().count());
    assertThat(dates).isEqualTo(2);
    Cli.Result old =
        cli.run(
            "lookup", "flight_delay", sampleKey(), "--run-date", first.path("runDate").asText());
    assertThat(old.exitCode()).as(old.err()).isZero();
  }

  @Test
  @Order(8)
  void aSecondTrainingIsVersionTwoWithTheSameQuality() {
    Cli.Result second = cli.run("train", JOB, "--json");
    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(second.json().path("version").asInt()).isEqualTo(2);
    assertThat(second.json().path("metrics")).isEqualTo(first.path("metrics"));
  }

  @Test
  @Order(9)
  void theRegistryRemembersAllOfIt() {
    JsonNode show = cli.run("registry", "show", "flight-delay", "--json").json();
    assertThat(show.path("versions")).hasSize(2);
    assertThat(show.path("aliases").path("champion").asInt()).isEqualTo(2);
    String[] takeBack = {
      "registry", "alias", "flight-delay", "champion", "1", "--reason", "a try", "--expect", "2"
    };
    assertThat(cli.run(takeBack).exitCode()).isZero();
    Cli.Result late = cli.run(takeBack);
    assertThat(late.exitCode()).as(late.out()).isEqualTo(6);
    assertThat(late.err()).contains("ALIAS_MOVED");
    assertThat(cli.run("registry", "list").out()).contains("flight-delay").contains("champion→1");
  }

  @Test
  @Order(10)
  void aVersionHoldsWhatPeopleAndOtherToolsReadAndVouchesForIt() throws IOException {
    Path version =
        cli.registry().resolve("flight-delay/versions").resolve(first.path("runId").asText());
    JsonNode manifest = json(version.resolve("manifest.json"));
    Map<String, String> hashes = new TreeMap<>();
    manifest
        .path("files")
        .forEach(file -> hashes.put(file.path("name").asText(), file.path("sha256").asText()));
    for (String name :
        List.of("model.pmml", "model.pmml.json", "profile.json", "report.html", "MLmodel")) {
      assertThat(hashes)
          .containsEntry(name, Digests.sha256(Files.readAllBytes(version.resolve(name))));
    }
    assertThat(manifest.path("provenance").path("libraries"))
        .extracting(library -> library.isTextual() && !library.asText().isEmpty())
        .containsOnly(true)
        .hasSizeGreaterThanOrEqualTo(10);
    assertThat(PmmlModel.loadJson(Files.readAllBytes(version.resolve("model.pmml.json"))).verify())
        .isEqualTo(20);
    Profile profile = ProfileJson.read(Files.readAllBytes(version.resolve("profile.json")));
    assertThat(profile.trainRows()).isEqualTo(first.path("trainRows").asLong());
    assertThat(profile.inputs())
        .extracting(FieldProfile::name)
        .containsExactlyElementsOf(
            manifest.path("signature").path("inputs").findValuesAsText("name"));
    assertThat(profile.forecasts())
        .extracting(FieldProfile::rows)
        .containsOnly(manifest.path("evaluation").path("rows").asLong());
    JsonNode mlflow = json(version.resolve("MLmodel"));
    assertThat(version.resolve(mlflow.path("flavors").path("spark").path("model_data").asText()))
        .isDirectory();
    assertThat(Files.readString(version.resolve("report.html")))
        .startsWith("<!DOCTYPE html>")
        .contains(first.path("runId").asText());
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(Files.readAllBytes(file));
  }

  private String sampleKey() {
    return first.path("lookup").path(2).asText();
  }

  /** What the forecasts say, without what names the run that said it. */
  private static List<Row> content(Dataset<Row> forecasts) {
    return forecasts.drop("run_id", "scored_at").orderBy("run_date", "flight_id").collectAsList();
  }

  private static List<Row> labels(Dataset<Row> forecasts) {
    return forecasts
        .selectExpr("run_date", "flight_id", "prediction", "decision", "round(probability, 9) p")
        .orderBy("run_date", "flight_id")
        .collectAsList();
  }

  private <T> T withForecasts(Function<Dataset<Row>, T> use) {
    String table = cli.warehouse().resolve("flight_delay").toString();
    return LocalSpark.with(spark -> use.apply(spark.read().format("delta").load(table)));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
