package dev.almanac.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.core.Field;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.ServeSpec;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.testing.MemoryFileStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predictions by a model of 3 000 fields: right, and bounded where a request is wrong. */
class WideModelTest {
  private static final int FIELDS = 3_000;
  private static final int RECORDS = 1_000;
  private static final String PREDICT = "/v1/models/weather/predict";

  @TempDir private Path folder;

  private static double coefficient(int field) {
    return (field % 7 - 3) / 1_000.0;
  }

  private static double value(int record, int field) {
    return (record * 31 + field * 17) % 101 / 10.0;
  }

  @Test
  void predictsWideRecordsAsTheFormulaSays() {
    StringBuilder body = new StringBuilder("{\"records\":[");
    for (int r = 0; r < RECORDS; r++) {
      body.append(r == 0 ? "{" : ",{");
      for (int f = 0; f < FIELDS; f++) {
        body.append(f == 0 ? "" : ",").append("\"x").append(f).append("\":").append(value(r, f));
      }
      body.append('}');
    }
    try (TestService site = site(64L << 20, 512L << 20)) {
      TestService.Answer answer = site.post(PREDICT, body.append("]}").toString());
      assertThat(answer.status()).as(answer.message()).isEqualTo(200);
      JsonNode results = answer.json().path("results");
      assertThat(results).hasSize(RECORDS);
      for (int r = 0; r < RECORDS; r++) {
        double sum = 0;
        for (int f = 0; f < FIELDS; f++) {
          sum += coefficient(f) * value(r, f);
        }
        assertThat(results.get(r).at("/forecast/probability").asDouble() - 1 / (1 + Math.exp(-sum)))
            .isBetween(-1e-9, 1e-9);
      }
      assertThat(site.metric("almanac_in_flight_bytes")).isZero();
    }
  }

  @Test
  void boundsErrorsAboutWideRecords() {
    try (TestService site = site(1L << 20, 64L << 20)) {
      TestService.Answer missing = site.post(PREDICT, "{\"records\":[{}]}");
      assertThat(missing.status()).isEqualTo(422);
      assertThat(missing.json().at("/error/fields")).hasSize(10);
      assertThat(missing.message()).contains("and 2,980 more");
      StringBuilder unknown = new StringBuilder("{\"records\":[{\"y\":1");
      for (int i = 0; unknown.length() < 1_000_000; i++) {
        unknown.append(",\"y").append(i).append("\":1");
      }
      TestService.Answer refused = site.post(PREDICT, unknown + "}]}");
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.response().body().length).isLessThan(4_000);
      assertThat(site.post(PREDICT, unknown + " ".repeat(100_000)).status()).isEqualTo(413);
    }
  }

  private TestService site(long bodyBytes, long inFlight) {
    ModelRegistry registry = WeatherModels.registry(new MemoryFileStore());
    StringBuilder dictionary = new StringBuilder();
    StringBuilder schema = new StringBuilder();
    StringBuilder terms = new StringBuilder();
    List<Field> inputs = new ArrayList<>();
    for (int f = 0; f < FIELDS; f++) {
      inputs.add(WeatherModels.numeric("x" + f, MissingPolicy.REJECT));
      dictionary.append(
          String.format(
              Locale.ROOT,
              "<DataField name=\"x%d\" optype=\"continuous\" dataType=\"double\"/>",
              f));
      schema.append(String.format(Locale.ROOT, "<MiningField name=\"x%d\"/>", f));
      terms.append(
          String.format(
              Locale.ROOT,
              "<NumericPredictor name=\"x%d\" coefficient=\"%s\"/>",
              f,
              coefficient(f)));
    }
    String pmml =
        """
        <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>
        <DataField name="y" optype="categorical" dataType="string"><Value value="no"/><Value value="yes"/></DataField>%s</DataDictionary>
        <RegressionModel functionName="classification" normalizationMethod="logit"><MiningSchema><MiningField name="y" usageType="target"/>%s</MiningSchema>
        <RegressionTable intercept="0" targetCategory="yes">%s</RegressionTable><RegressionTable intercept="0" targetCategory="no"/></RegressionModel></PMML>
        """
            .formatted(dictionary, schema, terms);
    WeatherModels.publish(
        registry,
        1,
        pmml.getBytes(StandardCharsets.UTF_8),
        new Signature(TaskType.BINARY, inputs, "y", List.of("no", "yes"), "yes"),
        new DecisionSpec(0.5),
        WeatherModels.PROVEN);
    ServeSpec spec =
        TestService.with(
            TestService.spec(folder),
            new ServeSpec.Limits(
                bodyBytes,
                RECORDS,
                Duration.ofSeconds(60),
                16,
                500,
                200,
                OptionalLong.of(inFlight)));
    return new TestService(spec, Map.of(), registry, WeatherModels.NOW);
  }
}
