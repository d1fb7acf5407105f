package dev.almanac.monitoring;

import java.util.List;

/**
 * Differences between two sets of forecasts on their common keys.
 *
 * @param keys number of compared keys
 * @param oneIn inverse of the sampling rate: one in this many keys is compared, selected by a
 *     digest of the key
 * @param flips keys whose labels differ
 * @param far keys whose forecast changed by more than the threshold
 * @param furthest the keys with the largest changes, in descending order
 */
public record ForecastDelta(long keys, long oneIn, long flips, long far, List<Mover> furthest) {
  /**
   * The change of one key.
   *
   * @param key its columns and values as text
   * @param before the earlier forecast as text
   * @param now the current forecast as text
   * @param by size of the change
   */
  public record Mover(String key, String before, String now, double by) {}

  /** Copies the list. */
  public ForecastDelta {
    furthest = List.copyOf(furthest);
  }
}
