package dev.almanac.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.core.Importance;
import dev.almanac.core.Metric;
import java.util.Optional;
import java.util.OptionalDouble;

/** JSON form of feature importances. */
final class ImportanceJson {
  private ImportanceJson() {}

  static ObjectNode write(Importance importance) {
    ObjectNode json = Json.object();
    json.put("measure", importance.measure());
    importance
        .permutation()
        .ifPresent(
            by ->
                json.putObject("permutation")
                    .put("metric", by.metric().word())
                    .put("value", by.value())
                    .put("rows", by.rows())
                    .put("repeats", by.repeats()));
    ArrayNode inputs = json.putArray("inputs");
    for (Importance.Input input : importance.inputs()) {
      ObjectNode one = inputs.addObject().put("name", input.name());
      input.learned().ifPresent(value -> one.put("learned", value));
      input.loss().ifPresent(value -> one.put("loss", value));
      input.deviation().ifPresent(value -> one.put("deviation", value));
    }
    ArrayNode terms = json.putArray("terms");
    for (Importance.Term term : importance.terms()) {
      ObjectNode one =
          terms.addObject().put("name", term.name()).put("coefficient", term.coefficient());
      if (!term.label().isEmpty()) {
        one.put("label", term.label());
      }
    }
    json.put("termCount", importance.termCount());
    return json;
  }

  static Importance read(JsonFields json) throws MalformedException {
    return new Importance(
        json.text("measure"),
        json.has("permutation") ? permutation(json.object("permutation")) : Optional.empty(),
        json.objects("inputs", ImportanceJson::input),
        json.objects("terms", ImportanceJson::term),
        json.integer("termCount"));
  }

  /** Absent if a later release used a metric that this one does not know. */
  private static Optional<Importance.Permutation> permutation(JsonFields json)
      throws MalformedException {
    Optional<Metric> metric = Metric.find(json.text("metric"));
    return metric.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Importance.Permutation(
                metric.get(),
                json.number("value"),
                json.integer("rows"),
                json.smallInteger("repeats")));
  }

  private static Importance.Input input(JsonFields json) throws MalformedException {
    return new Importance.Input(
        json.text("name"),
        optional(json, "learned"),
        optional(json, "loss"),
        optional(json, "deviation"));
  }

  private static Importance.Term term(JsonFields json) throws MalformedException {
    return new Importance.Term(
        json.has("label") ? json.text("label") : "", json.text("name"), json.number("coefficient"));
  }

  private static OptionalDouble optional(JsonFields json, String name) throws MalformedException {
    return json.has(name) ? OptionalDouble.of(json.number(name)) : OptionalDouble.empty();
  }
}
