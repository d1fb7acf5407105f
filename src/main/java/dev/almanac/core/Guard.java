package dev.almanac.core;

/** What a run's rows are compared with before its forecasts are published. */
public enum Guard {
  /** By how much the share of nulls of an input is above its share in training. */
  NULLS("nulls"),
  /** How far an input is from how it was distributed in training. */
  INPUT_DRIFT("input-drift"),
  /** How far the forecasts are from those on the holdout of training. */
  FORECAST_DRIFT("forecast-drift"),
  /** How far the forecasts are from those of the last publication. */
  LAST_DRIFT("last-drift"),
  /** The share of keys whose label is another one than in the last publication. */
  LABEL_FLIPS("label-flips"),
  /** The share of keys whose forecast moved far since the last publication. */
  MOVERS("movers"),
  /** How far the mean forecast of a segment moved since the last publication. */
  SEGMENTS("segments");

  private final String word;

  Guard(String word) {
    this.word = word;
  }

  /** The word in job files. */
  public String word() {
    return word;
  }
}
