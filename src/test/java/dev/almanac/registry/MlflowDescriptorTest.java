package dev.almanac.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Read back by a parser of YAML, as MLflow does. */
class MlflowDescriptorTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final MlflowDescriptor.Forms FORMS =
      new MlflowDescriptor.Forms("pipeline", "model.pmml", "model.pmml.json");

  @Test
  void namesTheFormsOfTheModel() {
    JsonNode flavors = read(Samples.facts(Samples.run(1))).path("flavors");

    assertThat(flavors.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("spark", "python_function", "almanac");
    assertThat(flavors.path("spark").path("model_data").asText()).isEqualTo("pipeline");
    assertThat(flavors.path("spark").path("pyspark_version").asText()).isEqualTo("4.0.1");
    assertThat(flavors.path("python_function").path("data").asText()).isEqualTo("pipeline");
    assertThat(flavors.path("python_function").path("loader_module").asText())
        .isEqualTo("mlflow.spark");
    assertThat(flavors.path("almanac").path("pmml").asText()).isEqualTo("model.pmml");
    assertThat(flavors.path("almanac").path("pmml_json").asText()).isEqualTo("model.pmml.json");
  }

  @Test
  void sendsNobodyToAPipelineThatOnlyWeCanLoad() {
    VersionFacts facts = Samples.facts(Samples.run(1));
    VersionFacts boosted =
        new VersionFacts(
            facts.signature(),
            facts.decision(),
            facts.evaluation(),
            facts.gate(),
            facts.parity(),
            facts.provenance(),
            "xgboost",
            facts.description());
    assertThat(read(boosted).path("flavors").fieldNames()).toIterable().containsExactly("almanac");
  }

  @Test
  void saysWhatGoesInAndComesOut() throws IOException {
    JsonNode signature = read(Samples.facts(Samples.run(1))).path("signature");

    assertThat(JSON.readTree(signature.path("inputs").asText()))
        .isEqualTo(
            JSON.readTree(
                "[{\"type\": \"double\", \"name\": \"age\", \"required\": true},"
                    + " {\"type\": \"string\", \"name\": \"plan\", \"required\": true}]"));
    assertThat(JSON.readTree(signature.path("outputs").asText()))
        .isEqualTo(JSON.readTree("[{\"type\": \"string\", \"required\": true}]"));
  }

  @Test
  void reportsWhereItComesFrom() throws IOException {
    JsonNode model = read(Samples.facts(Samples.run(1)));

    assertThat(model.path("run_id").asText()).isEqualTo(Samples.run(1).value());
    assertThat(model.path("utc_time_created").asText()).isEqualTo("2026-05-01 03:15:00.123000");
    assertThat(model.path("model_uuid").asText()).matches("[0-9a-f]{32}");
    assertThat(read(Samples.facts(Samples.run(2))).path("model_uuid"))
        .isNotEqualTo(model.path("model_uuid"));
    assertThat(model.path("metadata"))
        .isEqualTo(
            JSON.readTree(
                """
                {"model": "churn", "algorithm": "gbt", "task": "binary", "target": "churned",
                 "positive": "yes", "threshold": 0.35, "run_date": "2026-04-30",
                 "spec_sha256": "%s"}
                """
                    .formatted("0".repeat(64))));
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
      JsonNode model = read(named(name));

      assertThat(model.path("metadata").path("target").asText()).isEqualTo(name);
      assertThat(
              JSON.readTree(model.path("signature").path("inputs").asText())
                  .path(0)
                  .path("name")
                  .asText())
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

  /** As a tree of JSON, which is easier to look into than what a parser of YAML gives. */
  private static JsonNode read(VersionFacts facts) {
    Object read =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(new String(render(facts), StandardCharsets.UTF_8));
    return JSON.valueToTree(read);
  }
}
