package dev.almanac.core;

/** Checks of a run's rows and forecasts before publication. */
public enum Guard {
  /** Increase of an input's share of nulls over training. */
  NULLS("nulls"),
  /** Drift of an input from its training profile. */
  INPUT_DRIFT("input-drift"),
  /** Drift of the forecasts from those on the training holdout. */
  FORECAST_DRIFT("forecast-drift"),
  /** Drift of the forecasts from the previous publication. */
  LAST_DRIFT("last-drift"),
  /** Share of keys whose label differs from the previous publication. */
  LABEL_FLIPS("label-flips"),
  /**
   * Share of keys whose forecast changed by more than a threshold since the previous publication.
   */
  MOVERS("movers"),
  /** Change of a segment's mean forecast since the previous publication. */
  SEGMENTS("segments");

  private final String word;

  Guard(String word) {
    this.word = word;
  }

  /** The name in job files. */
  public String word() {
    return word;
  }
}
