package dev.almanac.core;

import java.util.Locale;

/** What a model forecasts. */
public enum TaskType {
  /** One of two labels, with the probability of the positive one. */
  BINARY,
  /** One of three or more labels, with a probability each. */
  MULTICLASS,
  /** A number. */
  REGRESSION,
  /** The number of the group that a row is most like; nothing is known of it in training. */
  CLUSTERING;

  /** The word in job files and manifests. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the forecast is a label that training rows have. */
  public boolean isClassification() {
    return this == BINARY || this == MULTICLASS;
  }
}
