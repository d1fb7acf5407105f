package dev.almanac.core;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What a search for parameters tried.
 *
 * @param metric what the tries were compared by
 * @param folds how they were judged, for people
 * @param tries in the order they were begun
 * @param chosen the index of the one that was taken
 * @param left combinations that were not begun, since the time was up
 */
public record SearchResult(Metric metric, String folds, List<Try> tries, int chosen, int left) {
  /**
   * One combination.
   *
   * @param params the parameters that were searched, as text
   * @param mean the mean of the metric over the folds; absent if the try failed
   * @param deviation its standard deviation over the folds; absent if the try failed
   * @param seconds the time it took
   * @param failure why it failed; empty if it did not
   */
  public record Try(
      Map<String, String> params,
      OptionalDouble mean,
      OptionalDouble deviation,
      double seconds,
      String failure) {
    /** Copies the parameters. */
    public Try {
      params = Collections.unmodifiableMap(new TreeMap<>(params));
    }
  }

  /**
   * @throws IllegalArgumentException if the chosen one is none that has a mean
   */
  public SearchResult {
    tries = List.copyOf(tries);
    if (chosen < 0 || chosen >= tries.size() || tries.get(chosen).mean().isEmpty()) {
      throw new IllegalArgumentException("no try " + chosen + " that could be chosen");
    }
  }
}
