package dev.almanac.core;

/** What a model forecasts. */
public enum TaskType {
  /** One of two labels, with the probability of the positive one. */
  BINARY("binary"),
  /** One of three or more labels, with a probability each. */
  MULTICLASS("multiclass"),
  /** A number. */
  REGRESSION("regression"),
  /** The number of the group that a row is most like; nothing is known of it in training. */
  CLUSTERING("clustering");

  private final String word;

  TaskType(String word) {
    this.word = word;
  }

  /** The word in job files and manifests. */
  public String word() {
    return word;
  }

  /** Whether the forecast is a label that training rows have. */
  public boolean isClassification() {
    return this == BINARY || this == MULTICLASS;
  }
}
