package dev.almanac.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON Schema in the dialect of OpenAPI 3.1.
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

  /** The schema that accepts any value. */
  static Schema any() {
    return new Schema(Map.of());
  }

  static Schema list(Schema of) {
    return new Schema(Map.of("type", "array", "items", of.json()));
  }

  /** An object with arbitrary names. */
  static Schema map(Schema of) {
    return new Schema(Map.of("type", "object", "additionalProperties", of.json()));
  }

  /** A reference to a schema in the document's components. */
  static Schema named(String name) {
    return new Schema(Map.of("$ref", "#/components/schemas/" + name));
  }

  /** An object with exactly these properties. */
  static Shape object() {
    return new Shape();
  }

  /** Builder of an object schema. */
  static final class Shape {
    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final List<String> required = new java.util.ArrayList<>();

    /** Adds a required property. */
    Shape has(String name, Schema schema) {
      required.add(name);
      return mayHave(name, schema);
    }

    /** Adds an optional property. */
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
