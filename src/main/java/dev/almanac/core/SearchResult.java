package dev.almanac.core;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Result of a hyperparameter search.
 *
 * @param metric the metric that trials are compared by
 * @param folds description of the cross-validation
 * @param tries the trials, in order of start
 * @param chosen index of the chosen trial
 * @param left combinations that were not started before the time limit
 */
public record SearchResult(Metric metric, String folds, List<Try> tries, int chosen, int left) {
  /**
   * One trial.
   *
   * @param params the searched parameters, as text
   * @param mean mean of the metric over the folds; absent if the trial failed
   * @param deviation standard deviation over the folds; absent if the trial failed
   * @param seconds duration
   * @param failure reason of the failure; empty if the trial succeeded
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
   * @throws IllegalArgumentException if the chosen trial does not exist or has no mean
   */
  public SearchResult {
    tries = List.copyOf(tries);
    if (chosen < 0 || chosen >= tries.size() || tries.get(chosen).mean().isEmpty()) {
      throw new IllegalArgumentException("no try " + chosen + " that could be chosen");
    }
  }
}
