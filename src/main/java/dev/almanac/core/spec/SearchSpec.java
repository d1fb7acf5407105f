package dev.almanac.core.spec;

import dev.almanac.core.Metric;
import dev.almanac.core.TaskType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A hyperparameter search.
 *
 * @param over the range of each searched parameter; at least one
 * @param tries number of random combinations, drawn by the job's seed; absent for all combinations,
 *     which needs a list for every range
 * @param metric the metric that trials are compared by
 * @param folds the validation of a trial
 * @param parallel number of concurrent fits
 * @param minutes time limit after which no trial starts; absent for none
 */
public record SearchSpec(
    Map<String, Range> over,
    OptionalInt tries,
    Metric metric,
    FoldSpec folds,
    int parallel,
    OptionalInt minutes) {
  private static final int MOST = 10_000;

  /** Search range of one parameter. */
  public sealed interface Range {
    /** A list of values. */
    record Values(List<Object> values) implements Range {
      /**
       * Copies the values.
       *
       * @throws IllegalArgumentException if there are none
       */
      public Values {
        values = List.copyOf(values);
        if (values.isEmpty()) {
          throw new IllegalArgumentException("there is no value to try");
        }
      }
    }

    /**
     * An interval, sampled uniformly.
     *
     * @param log whether sampling is uniform on a logarithmic scale, which needs positive numbers
     */
    record Between(double min, double max, boolean log) implements Range {
      /** Checks the bounds. */
      public Between {
        if (!(min < max)) {
          throw new IllegalArgumentException("min = %s is not below max = %s".formatted(min, max));
        }
        if (log && !(min > 0)) {
          throw new IllegalArgumentException("log = true needs numbers above 0, not " + min);
        }
      }
    }
  }

  /**
   * @throws IllegalArgumentException if there is nothing to search, or too much
   */
  public SearchSpec {
    over = Collections.unmodifiableMap(new TreeMap<>(over));
    if (over.isEmpty()) {
      throw new IllegalArgumentException("a search is over at least one parameter");
    }
    if (parallel < 1 || parallel > 64) {
      throw new IllegalArgumentException("1 to 64 fits run at a time, not " + parallel);
    }
    if (tries.isPresent() && (tries.getAsInt() < 1 || tries.getAsInt() > MOST)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "there are 1 to %d tries, not %d", MOST, tries.getAsInt()));
    }
    if (tries.isEmpty()) {
      requireGrid(over);
    }
  }

  /** The default metric of a task. */
  public static Metric usualMetric(TaskType task) {
    return switch (task) {
      case BINARY -> Metric.AUC;
      case MULTICLASS -> Metric.LOG_LOSS;
      case REGRESSION -> Metric.RMSE;
      case CLUSTERING -> Metric.SILHOUETTE;
    };
  }

  /**
   * The algorithms to try: the given one with the parameters of each combination. The same seed
   * gives the same combinations in the same order, without repeats.
   */
  public List<AlgorithmSpec> candidates(AlgorithmSpec base, long seed) {
    Set<AlgorithmSpec> candidates = new LinkedHashSet<>();
    if (tries.isEmpty()) {
      grid(base, List.copyOf(over.entrySet()), 0, new TreeMap<>(base.params()), candidates);
      return List.copyOf(candidates);
    }
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < tries.getAsInt(); i++) {
      Map<String, Object> params = new TreeMap<>(base.params());
      over.forEach(
          (name, range) -> params.put(name, drawn(base.algorithm().param(name), range, random)));
      candidates.add(new AlgorithmSpec(base.algorithm(), params));
    }
    return List.copyOf(candidates);
  }

  private void grid(
      AlgorithmSpec base,
      List<Map.Entry<String, Range>> names,
      int index,
      Map<String, Object> params,
      Set<AlgorithmSpec> candidates) {
    if (index == names.size()) {
      candidates.add(new AlgorithmSpec(base.algorithm(), params));
      return;
    }
    for (Object value : values(names.get(index).getValue())) {
      params.put(names.get(index).getKey(), value);
      grid(base, names, index + 1, params, candidates);
    }
  }

  private static Object drawn(AlgorithmParam param, Range range, SplittableRandom random) {
    if (range instanceof Range.Values list) {
      return list.values().get(random.nextInt(list.values().size()));
    }
    Range.Between between = (Range.Between) range;
    double number =
        between.log()
            ? Math.exp(random.nextDouble(Math.log(between.min()), Math.log(between.max())))
            : random.nextDouble(between.min(), between.max());
    return param.type() == AlgorithmParam.Type.INTEGER ? (double) Math.round(number) : number;
  }

  private static List<Object> values(Range range) {
    return range instanceof Range.Values list ? list.values() : List.of();
  }

  private static void requireGrid(Map<String, Range> over) {
    long combinations = 1;
    List<String> ranges = new ArrayList<>();
    for (Map.Entry<String, Range> entry : over.entrySet()) {
      if (entry.getValue() instanceof Range.Between) {
        ranges.add(entry.getKey());
      }
      combinations *= Math.max(1, values(entry.getValue()).size());
      if (combinations > MOST) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "the lists make more than %d combinations; say how many tries are drawn of them",
                MOST));
      }
    }
    if (!ranges.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has a range, of which there is no end: say how many tries are drawn, or list values"
              .formatted(String.join(", ", ranges)));
    }
  }
}
