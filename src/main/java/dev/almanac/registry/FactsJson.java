package dev.almanac.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.core.Evaluation;
import dev.almanac.core.Field;
import dev.almanac.core.FieldType;
import dev.almanac.core.Metric;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.ParityCertificate;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.DecisionSpec;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * JSON form of the parts of a manifest. Field names are literals, so that renaming a Java
 * identifier does not change the file format.
 */
final class FactsJson {
  private FactsJson() {}

  static ObjectNode write(Signature signature) {
    ObjectNode json = Json.object();
    json.put("task", signature.task().word());
    ArrayNode inputs = json.putArray("inputs");
    for (Field input : signature.inputs()) {
      ObjectNode field = inputs.addObject();
      field.put("name", input.name());
      field.put("type", input.type().word());
      field.put("kind", input.kind().word());
      field.put("missing", input.missing().word());
      field.put("unseen", input.unseen().word());
      putTexts(field, "levels", input.levels());
    }
    json.put("target", signature.target());
    putTexts(json, "labels", signature.labels());
    json.put("positive", signature.positive());
    return json;
  }

  static Signature signature(JsonFields json) throws MalformedException {
    return new Signature(
        json.word("task", TaskType.values(), TaskType::word),
        json.objects("inputs", FactsJson::field),
        json.text("target"),
        json.texts("labels"),
        json.text("positive"));
  }

  private static Field field(JsonFields json) throws MalformedException {
    return new Field(
        json.text("name"),
        json.word("type", FieldType.values(), FieldType::word),
        json.word("kind", Field.Kind.values(), Field.Kind::word),
        json.word("missing", MissingPolicy.values(), MissingPolicy::word),
        json.word("unseen", UnseenPolicy.values(), UnseenPolicy::word),
        json.texts("levels"));
  }

  static ObjectNode write(Evaluation evaluation) {
    ObjectNode json = Json.object();
    json.put("task", evaluation.task().word());
    json.put("rows", evaluation.rows());
    ObjectNode metrics = json.putObject("metrics");
    evaluation.metrics().forEach((metric, value) -> metrics.put(metric.word(), value));
    putTexts(json, "labels", evaluation.labels());
    ArrayNode confusion = json.putArray("confusion");
    for (List<Long> row : evaluation.confusion()) {
      ArrayNode counts = confusion.addArray();
      row.forEach(counts::add);
    }
    return json;
  }

  static Evaluation evaluation(JsonFields json) throws MalformedException {
    Map<Metric, Double> metrics = new TreeMap<>();
    // a metric of a later release is ignored, as any unknown field is
    json.numberMap("metrics")
        .forEach(
            (word, value) -> Metric.find(word).ifPresent(metric -> metrics.put(metric, value)));
    return new Evaluation(
        json.word("task", TaskType.values(), TaskType::word),
        json.integer("rows"),
        metrics,
        json.texts("labels"),
        json.counts("confusion"));
  }

  static ObjectNode write(DecisionSpec decision) {
    ObjectNode json = Json.object().put("threshold", decision.threshold());
    if (!decision.thresholds().isEmpty()) {
      putNumbers(json, "thresholds", decision.thresholds());
    }
    if (!decision.costs().isEmpty()) {
      ArrayNode costs = json.putArray("costs");
      decision
          .costs()
          .forEach(
              (actual, row) ->
                  row.forEach(
                      (decided, cost) ->
                          costs
                              .addObject()
                              .put("actual", actual)
                              .put("decided", decided)
                              .put("cost", cost)));
    }
    decision.abstainBelow().ifPresent(below -> json.put("abstainBelow", below));
    return json;
  }

  private static void putNumbers(ObjectNode json, String name, Map<String, Double> numbers) {
    ObjectNode object = json.putObject(name);
    numbers.forEach(object::put);
  }

  static DecisionSpec decision(JsonFields json) throws MalformedException {
    Map<String, Map<String, Double>> costs = new TreeMap<>();
    if (json.has("costs")) {
      for (Cost cost : json.objects("costs", FactsJson::cost)) {
        costs
            .computeIfAbsent(cost.actual(), actual -> new TreeMap<>())
            .put(cost.decided(), cost.cost());
      }
    }
    return new DecisionSpec(
        json.number("threshold"),
        json.has("thresholds") ? json.numberMap("thresholds") : Map.of(),
        costs,
        json.has("abstainBelow")
            ? OptionalDouble.of(json.number("abstainBelow"))
            : OptionalDouble.empty());
  }

  /** One cell of a cost matrix. */
  private record Cost(String actual, String decided, double cost) {}

  private static Cost cost(JsonFields json) throws MalformedException {
    return new Cost(json.text("actual"), json.text("decided"), json.number("cost"));
  }

  static ObjectNode write(ParityCertificate certificate) {
    ObjectNode json = Json.object();
    json.put("form", certificate.form());
    json.put("reference", certificate.reference());
    json.put("rows", certificate.rows());
    json.put("edgeRows", certificate.edgeRows());
    json.put("largestDifference", certificate.largestDifference());
    if (!certificate.outputs().isEmpty()) {
      ArrayNode outputs = json.putArray("outputs");
      certificate
          .outputs()
          .forEach(
              (name, difference) ->
                  outputs
                      .addObject()
                      .put("name", name)
                      .put("absolute", difference.absolute())
                      .put("relative", difference.relative()));
    }
    json.put("labelFlips", certificate.labelFlips());
    json.put("refusals", certificate.refusals());
    json.put("tolerance", certificate.tolerance());
    putTexts(json, "examples", certificate.examples());
    return json;
  }

  /** One entry of a certificate's outputs. */
  private record Output(String name, ParityCertificate.Difference difference) {}

  private static Output output(JsonFields json) throws MalformedException {
    return new Output(
        json.text("name"),
        new ParityCertificate.Difference(json.number("absolute"), json.number("relative")));
  }

  static ParityCertificate parity(JsonFields json) throws MalformedException {
    Map<String, ParityCertificate.Difference> outputs = new TreeMap<>();
    if (json.has("outputs")) {
      for (Output output : json.objects("outputs", FactsJson::output)) {
        outputs.put(output.name(), output.difference());
      }
    }
    return new ParityCertificate(
        json.text("form"),
        json.text("reference"),
        json.integer("rows"),
        json.integer("edgeRows"),
        json.number("largestDifference"),
        outputs,
        json.integer("labelFlips"),
        json.integer("refusals"),
        json.number("tolerance"),
        json.texts("examples"));
  }

  static void putTexts(ObjectNode json, String name, Collection<String> values) {
    ArrayNode array = json.putArray(name);
    values.forEach(array::add);
  }
}
