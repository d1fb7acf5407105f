package dev.almanac.core;

/** Name of a registered model. Safe as a path segment. */
public record ModelName(String value) implements Comparable<ModelName> {
  /**
   * @throws IllegalArgumentException if the value is not a name, with the rule in the message
   */
  public ModelName {
    Names.check("model name", value);
  }

  @Override
  public int compareTo(ModelName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
