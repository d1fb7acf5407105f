package dev.almanac.core;

/** The types a model's fields may have, whatever the engine calls them. */
public enum FieldType {
  STRING("string"),
  BOOLEAN("boolean"),
  /** Any whole number: byte to 64 bits. */
  INTEGER("integer"),
  /** Any number with a fraction: float, double, decimal. */
  DOUBLE("double");

  private final String word;

  FieldType(String word) {
    this.word = word;
  }

  /** The word in manifests. */
  public String word() {
    return word;
  }
}
