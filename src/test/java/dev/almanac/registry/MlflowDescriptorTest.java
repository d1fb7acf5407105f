package dev.almanac.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.core.Field;
import dev.almanac.core.FieldType;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.DecisionSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Read back by a parser of YAML, as MLflow does. */
class MlflowDescriptorTest {
  private static final MlflowDescriptor.Forms FORMS =
      new MlflowDescriptor.Forms("pipeline", "model.pmml", "model.pmml.json");

  @Test
  void namesTheFormsOfTheModel() {
    Map<String, Object> flavors = map(read(Samples.facts(Samples.run(1))).get("flavors"));

    assertThat(flavors).containsOnlyKeys("spark", "python_function", "almanac");
    assertThat(map(flavors.get("spark")))
        .contains(entry("model_data", "pipeline"), entry("pyspark_version", "4.0.1"));
    assertThat(map(flavors.get("python_function")))
        .containsExactly(entry("data", "pipeline"), entry("loader_module", "mlflow.spark"));
    assertThat(map(flavors.get("almanac")))
        .contains(entry("pmml", "model.pmml"), entry("pmml_json", "model.pmml.json"));
  }

  @Test
  void saysWhatGoesInAndComesOut() throws IOException {
    Map<String, Object> signature = map(read(Samples.facts(Samples.run(1))).get("signature"));

    assertThat(json(signature.get("inputs")))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    "[{\"type\": \"double\", \"name\": \"age\", \"required\": true},"
                        + " {\"type\": \"string\", \"name\": \"plan\", \"required\": true}]"));
    assertThat(json(signature.get("outputs")))
        .isEqualTo(new ObjectMapper().readTree("[{\"type\": \"string\", \"required\": true}]"));
  }

  @Test
  void tellsWhereItComesFrom() {
    Map<String, Object> model = read(Samples.facts(Samples.run(1)));

    assertThat(model)
        .containsEntry("run_id", Samples.run(1).value())
        .containsEntry("utc_time_created", "2026-05-01 03:15:00.123000");
    assertThat(String.valueOf(model.get("model_uuid"))).matches("[0-9a-f]{32}");
    assertThat(String.valueOf(read(Samples.facts(Samples.run(2))).get("model_uuid")))
        .isNotEqualTo(model.get("model_uuid"));
    assertThat(map(model.get("metadata")))
        .contains(
            entry("model", "churn"),
            entry("algorithm", "gbt"),
            entry("task", "binary"),
            entry("target", "churned"),
            entry("positive", "yes"),
            entry("threshold", 0.35),
            entry("run_date", "2026-04-30"),
            entry("spec_sha256", "0".repeat(64)));
  }

  @Test
  void isTheSameForTheSameFacts() {
    assertThat(render(Samples.facts(Samples.run(1))))
        .isEqualTo(render(Samples.facts(Samples.run(1))));
  }

  @Test
  void keepsNamesThatYamlWouldReadOtherwise() throws IOException {
    for (String name :
        List.of(
            "yes",
            "~",
            "a: b",
            "- x",
            "#c",
            "'q'\"",
            "\\",
            "tab\tline\nend\r",
            "\u0001\u007f\u0085\u2028\u2029\ufeff\ufffe",
            "é漢 \uD83D\uDE00",
            "!!javax.script.ScriptEngineManager []")) {
      Map<String, Object> model = read(named(name));

      assertThat(map(model.get("metadata"))).containsEntry("target", name);
      assertThat(json(map(model.get("signature")).get("inputs")).path(0).path("name").asText())
          .isEqualTo(name);
    }
  }

  @Test
  void refusesAFormOutsideTheVersion() {
    VersionFacts facts = Samples.facts(Samples.run(1));
    assertThatThrownBy(
            () ->
                MlflowDescriptor.render(
                    Samples.CHURN,
                    facts,
                    new MlflowDescriptor.Forms("../pipeline", "model.pmml", "model.pmml.json")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static VersionFacts named(String name) {
    VersionFacts facts = Samples.facts(Samples.run(1));
    Signature signature =
        new Signature(
            TaskType.REGRESSION,
            List.of(
                new Field(
                    name,
                    FieldType.STRING,
                    Field.Kind.CATEGORICAL,
                    MissingPolicy.LEVEL,
                    UnseenPolicy.LEVEL,
                    List.of())),
            name,
            List.of(),
            "");
    return new VersionFacts(
        signature,
        DecisionSpec.MIDDLE,
        facts.evaluation(),
        facts.gate(),
        facts.parity(),
        facts.provenance(),
        facts.algorithm(),
        facts.description());
  }

  private static byte[] render(VersionFacts facts) {
    return MlflowDescriptor.render(Samples.CHURN, facts, FORMS);
  }

  private static Map<String, Object> read(VersionFacts facts) {
    Object read =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(new String(render(facts), StandardCharsets.UTF_8));
    return map(read);
  }

  @SuppressWarnings("unchecked") // what a parser of YAML gives has no type until it is looked at
  private static Map<String, Object> map(Object read) {
    return (Map<String, Object>) read;
  }

  private static JsonNode json(Object text) throws IOException {
    return new ObjectMapper().readTree((String) text);
  }
}
