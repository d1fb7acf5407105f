package dev.almanac.monitoring;

import java.util.List;

/**
 * What became of the keys that two sets of forecasts have in common.
 *
 * @param keys how many there are among those that were compared
 * @param oneIn which part of all keys was compared: one in so many, picked by a digest of the key
 * @param flips keys with another label
 * @param far keys whose forecast moved further than was asked for
 * @param furthest those that moved furthest, the furthest first
 */
public record ForecastDelta(long keys, long oneIn, long flips, long far, List<Mover> furthest) {
  /**
   * One key.
   *
   * @param key its columns and values in words
   * @param before the forecast it had, in words
   * @param now the forecast it has
   * @param by how far it moved
   */
  public record Mover(String key, String before, String now, double by) {}

  /** Copies the list. */
  public ForecastDelta {
    furthest = List.copyOf(furthest);
  }
}
