package dev.almanac.monitoring;

import dev.almanac.core.Field;

/**
 * A column to profile: DOUBLE if it is numeric, STRING if it is categorical. For a text, the number
 * of its words is profiled, as DOUBLE.
 */
record Column(String name, Field.Kind kind) {
  static Column numeric(String name) {
    return new Column(name, Field.Kind.NUMERIC);
  }

  static Column categorical(String name) {
    return new Column(name, Field.Kind.CATEGORICAL);
  }

  boolean isNumeric() {
    return kind != Field.Kind.CATEGORICAL;
  }
}
