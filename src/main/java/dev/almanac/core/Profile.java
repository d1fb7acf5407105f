package dev.almanac.core;

import java.util.List;

/**
 * Training profile of a version: the reference for drift of later tables and forecasts.
 *
 * @param trainRows rows that the version was fitted on
 * @param inputs one profile for each input of the signature over these rows, in the signature's
 *     order
 * @param holdoutRows rows of the holdout that have a forecast
 * @param forecasts one profile for each profiled column of {@link ForecastColumns} over the holdout
 *     rows: PREDICTION; in classification also DECISION and PROBABILITY
 */
public record Profile(
    long trainRows, List<FieldProfile> inputs, long holdoutRows, List<FieldProfile> forecasts) {
  /** Copies its parts. */
  public Profile {
    inputs = List.copyOf(inputs);
    forecasts = List.copyOf(forecasts);
  }
}
