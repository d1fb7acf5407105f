package dev.almanac.core;

/** Types of a model's fields, independent of the engine. */
public enum FieldType {
  STRING("string"),
  BOOLEAN("boolean"),
  /** Any whole number of 8 to 64 bits. */
  INTEGER("integer"),
  /** Any number with a fraction: float, double or decimal. */
  DOUBLE("double");

  private final String word;

  FieldType(String word) {
    this.word = word;
  }

  /** The name in manifests. */
  public String word() {
    return word;
  }
}
