package dev.almanac.core;

import java.util.List;

/**
 * What a version had seen when it was made: later tables and forecasts are compared with it.
 *
 * @param trainRows rows the version was fitted on
 * @param inputs one profile an input of the signature over these rows, in the signature's order
 * @param holdoutRows rows of the holdout that got a forecast
 * @param forecasts one profile a column of {@link ForecastColumns} that a forecast has, over these
 *     rows: PREDICTION; in classification DECISION and PROBABILITY too
 */
public record Profile(
    long trainRows, List<FieldProfile> inputs, long holdoutRows, List<FieldProfile> forecasts) {
  /** Copies its parts. */
  public Profile {
    inputs = List.copyOf(inputs);
    forecasts = List.copyOf(forecasts);
  }
}
