package dev.almanac.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.core.Digests;
import dev.almanac.core.Field;
import dev.almanac.core.ModelName;
import dev.almanac.core.Provenance;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The {@code MLmodel} file, by which MLflow's tools recognize a folder as a model: with it, MLflow
 * can load, inspect and log a version in place.
 *
 * <p>MLflow reads YAML; this file is JSON, which every YAML parser accepts. JSON has one form and
 * needs no further library whose quoting must be correct for any column name. Characters that JSON
 * allows and YAML forbids are escaped. Equal facts give equal bytes. Stateless and thread-safe.
 */
public final class MlflowDescriptor {
  /** The file's name, which MLflow requires. */
  public static final String NAME = "MLmodel";

  /** The MLflow release whose format this is, and with which it was tested. */
  private static final String MLFLOW_VERSION = "3.17.2";

  private static final int UUID_DIGITS = 32;

  private static final DateTimeFormatter CREATED =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** JSON inside JSON, which MLflow parses separately: pure ASCII passes through YAML unchanged. */
  private static final JsonMapper ASCII =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /**
   * The version's files that contain its model, one per form.
   *
   * @param pipeline the folder of the Spark pipeline
   * @param pmml the PMML document
   * @param pmmlJson the same as JSON
   */
  public record Forms(String pipeline, String pmml, String pmmlJson) {}

  private MlflowDescriptor() {}

  /**
   * The file's content.
   *
   * @throws IllegalArgumentException if the name of a form is not a path inside the version
   */
  public static byte[] render(ModelName model, VersionFacts facts, Forms forms) {
    Provenance provenance = facts.provenance();
    ObjectNode json = Json.object();
    json.set("flavors", flavors(facts, forms));
    json.put("mlflow_version", MLFLOW_VERSION);
    json.put(
        "model_uuid", Digests.sha256(model + "/" + provenance.runId()).substring(0, UUID_DIGITS));
    json.put("run_id", provenance.runId().value());
    json.put("utc_time_created", CREATED.format(provenance.trainedAt()));
    json.set("signature", signature(facts.signature()));
    json.set("metadata", metadata(model, facts));
    return readableAsYaml(new String(Json.write(json), StandardCharsets.UTF_8))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode flavors(VersionFacts facts, Forms forms) {
    String pipeline = Layout.artifact(forms.pipeline());
    ObjectNode flavors = Json.object();
    // XGBoost's own loader does not work on this Spark, only Almanac's does: do not refer users to
    // it.
    if (!facts.algorithm().equals(Algorithm.XGBOOST.word())) {
      flavors
          .putObject("spark")
          .put("model_data", pipeline)
          .put("model_class", "pyspark.ml.pipeline.PipelineModel")
          .put("pyspark_version", facts.provenance().libraries().getOrDefault("spark", "unknown"));
      flavors
          .putObject("python_function")
          .put("loader_module", "mlflow.spark")
          .put("data", pipeline);
    }
    flavors
        .putObject("almanac")
        .put("pmml", Layout.artifact(forms.pmml()))
        .put("pmml_json", Layout.artifact(forms.pmmlJson()))
        .put("almanac_version", facts.provenance().libraries().getOrDefault("almanac", "unknown"));
    return flavors;
  }

  /**
   * The input types of the pipeline, independent of the table's: numbers are doubles, others text.
   */
  private static ObjectNode signature(Signature signature) {
    ArrayNode inputs = JsonNodeFactory.instance.arrayNode();
    for (Field input : signature.inputs()) {
      inputs
          .addObject()
          .put("type", input.kind() == Field.Kind.NUMERIC ? "double" : "string")
          .put("name", input.name())
          .put("required", true);
    }
    ArrayNode outputs = JsonNodeFactory.instance.arrayNode();
    outputs
        .addObject()
        .put("type", signature.task() == TaskType.REGRESSION ? "double" : "string")
        .put("required", true);
    ObjectNode json = Json.object();
    json.put("inputs", ascii(inputs));
    json.put("outputs", ascii(outputs));
    json.putNull("params");
    return json;
  }

  private static ObjectNode metadata(ModelName model, VersionFacts facts) {
    Provenance provenance = facts.provenance();
    ObjectNode json = Json.object();
    json.put("model", model.value());
    json.put("algorithm", facts.algorithm());
    json.put("task", facts.signature().task().word());
    json.put("target", facts.signature().target());
    if (facts.signature().task() == TaskType.BINARY) {
      json.put("positive", facts.signature().positive());
      json.put("threshold", facts.decision().threshold());
    }
    json.put("run_date", provenance.runDate().toString());
    json.put("spec_sha256", provenance.specHash());
    return json;
  }

  private static String ascii(ArrayNode json) {
    try {
      return ASCII.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can always be written", e);
    }
  }

  /** Such characters occur in texts only, where JSON and YAML have the same escape. */
  private static String readableAsYaml(String json) {
    StringBuilder out = new StringBuilder(json.length());
    json.codePoints()
        .forEach(
            point -> {
              if (isForbidden(point)) {
                out.append(String.format(Locale.ROOT, "\\u%04x", point));
              } else {
                out.appendCodePoint(point);
              }
            });
    return out.toString();
  }

  /**
   * Control characters, line ends that only YAML knows, unpaired surrogates, and non-characters.
   */
  private static boolean isForbidden(int point) {
    return (point >= 0x7f && point <= 0x9f)
        || point == 0x2028
        || point == 0x2029
        || (point >= 0xd800 && point <= 0xdfff)
        || point == 0xfeff
        || point == 0xfffe
        || point == 0xffff;
  }
}
