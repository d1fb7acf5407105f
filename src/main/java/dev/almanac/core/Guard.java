package dev.almanac.core;

import java.util.Locale;

/** What a run's rows are compared with before its forecasts are published. */
public enum Guard {
  /** By how much the share of nulls of an input is above its share in training. */
  NULLS,
  /** How far an input is from how it was distributed in training. */
  INPUT_DRIFT,
  /** How far the forecasts are from those on the holdout of training. */
  FORECAST_DRIFT,
  /** How far the forecasts are from those of the last publication. */
  LAST_DRIFT,
  /** The share of keys whose label is another one than in the last publication. */
  LABEL_FLIPS,
  /** The share of keys whose forecast moved far since the last publication. */
  MOVERS,
  /** How far the mean forecast of a segment moved since the last publication. */
  SEGMENTS;

  /** The word in job files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
