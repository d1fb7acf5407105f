package dev.almanac.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Compares JSON with a schema of an OpenAPI document, as far as such schemas go here. */
final class ShapeCheck {
  private final JsonNode document;

  ShapeCheck(JsonNode document) {
    this.document = document;
  }

  /** What is not as the schema says; empty if all is. */
  List<String> problems(JsonNode schema, JsonNode value) {
    List<String> problems = new ArrayList<>();
    check(schema, value, "$", problems);
    return problems;
  }

  private void check(JsonNode schema, JsonNode value, String where, List<String> problems) {
    if (schema.has("$ref")) {
      JsonNode named = document.at(schema.path("$ref").asText().substring(1));
      if (named.isMissingNode()) {
        problems.add(where + ": there is no " + schema.path("$ref"));
      } else {
        check(named, value, where, problems);
      }
      return;
    }
    String type = schema.path("type").asText("any");
    boolean fits =
        switch (type) {
          case "any" -> true;
          case "string" -> value.isTextual();
          case "integer" -> value.isIntegralNumber();
          case "number" -> value.isNumber();
          case "boolean" -> value.isBoolean();
          case "array" -> value.isArray();
          case "object" -> value.isObject();
          default -> throw new IllegalArgumentException("a type that is not known: " + type);
        };
    if (!fits) {
      problems.add(where + ": no " + type + ": " + value);
      return;
    }
    if (schema.has("enum")) {
      List<String> words = new ArrayList<>();
      schema.path("enum").forEach(word -> words.add(word.asText()));
      if (!words.contains(value.asText())) {
        problems.add(where + ": none of " + words + ": " + value);
      }
    }
    if (type.equals("array")) {
      for (int i = 0; i < value.size(); i++) {
        check(schema.path("items"), value.get(i), where + "[" + i + "]", problems);
      }
    }
    if (type.equals("object")) {
      object(schema, value, where, problems);
    }
  }

  private void object(JsonNode schema, JsonNode value, String where, List<String> problems) {
    schema
        .path("required")
        .forEach(
            name -> {
              if (!value.has(name.asText())) {
                problems.add(where + ": lacks " + name.asText());
              }
            });
    for (Iterator<Map.Entry<String, JsonNode>> fields = value.fields(); fields.hasNext(); ) {
      Map.Entry<String, JsonNode> field = fields.next();
      JsonNode property = schema.path("properties").path(field.getKey());
      String inside = where + "." + field.getKey();
      if (!property.isMissingNode()) {
        check(property, field.getValue(), inside, problems);
      } else if (schema.path("additionalProperties").isObject()) {
        check(schema.path("additionalProperties"), field.getValue(), inside, problems);
      } else if (schema.has("properties")) {
        problems.add(inside + ": is not in the document");
      }
    }
  }
}
