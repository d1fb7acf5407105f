package dev.almanac.core;

/** Task of a model. */
public enum TaskType {
  /** Binary classification, with the probability of the positive label. */
  BINARY("binary"),
  /** Classification with three or more labels and a probability for each. */
  MULTICLASS("multiclass"),
  /** Regression. */
  REGRESSION("regression"),
  /** Clustering: the forecast is the number of the nearest cluster; training rows have no label. */
  CLUSTERING("clustering");

  private final String word;

  TaskType(String word) {
    this.word = word;
  }

  /** The name in job files and manifests. */
  public String word() {
    return word;
  }

  /** Whether the task predicts a label of the training rows. */
  public boolean isClassification() {
    return this == BINARY || this == MULTICLASS;
  }
}
