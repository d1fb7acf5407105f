package dev.almanac.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.core.Text;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what the bodies of requests have in common. */
final class Batches {
  private Batches() {}

  /**
   * A list of a body.
   *
   * @throws Problem 400 if there is none, or it is empty; 413 if it is longer than it may be
   */
  static List<JsonNode> list(ObjectNode body, String name, int most) {
    if (!(body.get(name) instanceof ArrayNode list) || list.isEmpty()) {
      throw Problem.bad("the body has no list '%s' with something in it.".formatted(name));
    }
    if (list.size() > most) {
      throw new Problem(
          413,
          "TOO_LARGE",
          "'%s' has %,d entries, and %,d may be asked for at once; ask in several requests."
              .formatted(name, list.size(), most));
    }
    List<JsonNode> all = new ArrayList<>();
    list.forEach(all::add);
    return all;
  }

  /** A date of a body. */
  static Optional<LocalDate> date(ObjectNode body, String name) {
    JsonNode node = body.get(name);
    if (node == null || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isTextual()) {
      throw Problem.bad("'%s' is no text.".formatted(name));
    }
    return Optional.of(Call.date(name, node.textValue()));
  }

  /** A key: an object of texts, numbers and booleans. */
  static Map<String, String> key(JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      throw Problem.bad("a key is an object, such as {\"flight_id\": 2500123}.");
    }
    Map<String, String> key = new LinkedHashMap<>();
    object
        .fields()
        .forEachRemaining(
            field -> {
              if (!field.getValue().isValueNode() || field.getValue().isNull()) {
                throw Problem.bad(
                    "the key column '%s' is no text, number or boolean."
                        .formatted(Text.printable(field.getKey())));
              }
              key.put(field.getKey(), field.getValue().asText());
            });
    return key;
  }
}
