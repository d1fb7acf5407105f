package dev.almanac.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON Schema as OpenAPI 3.1 has it.
 *
 * @param json its keywords
 */
record Schema(Map<String, Object> json) {
  static Schema text() {
    return new Schema(Map.of("type", "string"));
  }

  static Schema text(String format) {
    return new Schema(Map.of("type", "string", "format", format));
  }

  static Schema words(String... words) {
    return new Schema(Map.of("type", "string", "enum", List.of(words)));
  }

  static Schema whole() {
    return new Schema(Map.of("type", "integer"));
  }

  static Schema whole(int min, int max) {
    return new Schema(Map.of("type", "integer", "minimum", min, "maximum", max));
  }

  static Schema number() {
    return new Schema(Map.of("type", "number"));
  }

  static Schema truth() {
    return new Schema(Map.of("type", "boolean"));
  }

  /** Anything. */
  static Schema any() {
    return new Schema(Map.of());
  }

  static Schema list(Schema of) {
    return new Schema(Map.of("type", "array", "items", of.json()));
  }

  /** An object whose names are not known here. */
  static Schema map(Schema of) {
    return new Schema(Map.of("type", "object", "additionalProperties", of.json()));
  }

  /** One that stands among the components of the document. */
  static Schema named(String name) {
    return new Schema(Map.of("$ref", "#/components/schemas/" + name));
  }

  /** An object that has all these, and no others. */
  static Shape object() {
    return new Shape();
  }

  /** Puts an object together. */
  static final class Shape {
    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final List<String> required = new java.util.ArrayList<>();

    /** What is always there. */
    Shape has(String name, Schema schema) {
      required.add(name);
      return mayHave(name, schema);
    }

    /** What may be absent. */
    Shape mayHave(String name, Schema schema) {
      properties.put(name, schema.json());
      return this;
    }

    Schema build() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("type", "object");
      json.put("properties", properties);
      if (!required.isEmpty()) {
        json.put("required", required);
      }
      json.put("additionalProperties", false);
      return new Schema(json);
    }
  }
}
