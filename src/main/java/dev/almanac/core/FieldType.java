package dev.almanac.core;

import java.util.Locale;

/** The types a model's fields may have, whatever the engine calls them. */
public enum FieldType {
  STRING,
  BOOLEAN,
  /** Any whole number: byte to 64 bits. */
  INTEGER,
  /** Any number with a fraction: float, double, decimal. */
  DOUBLE;

  /** The word in manifests. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
