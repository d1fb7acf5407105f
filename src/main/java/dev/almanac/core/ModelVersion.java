package dev.almanac.core;

/** One immutable version of a model, written {@code churn:7}. Numbers begin at 1. */
public record ModelVersion(ModelName model, int number) {
  /**
   * @throws IllegalArgumentException if the number is below 1
   */
  public ModelVersion {
    if (number < 1) {
      throw new IllegalArgumentException(
          "version " + number + " is not a version: they begin at 1");
    }
  }

  @Override
  public String toString() {
    return model + ":" + number;
  }
}
