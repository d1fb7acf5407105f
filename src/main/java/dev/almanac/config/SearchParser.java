package dev.almanac.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.almanac.core.Metric;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.AlgorithmParam;
import dev.almanac.core.spec.FoldSpec;
import dev.almanac.core.spec.SearchSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Parses {@code train.search}. */
final class SearchParser {
  private static final int MOST_MINUTES = 100_000;

  private final Section search;
  private final Optional<TaskType> task;

  SearchParser(Section search, Optional<TaskType> task) {
    this.search = search;
    this.task = task;
  }

  /**
   * Parses the block.
   *
   * @param algorithm the algorithm whose parameters are searched; empty if the job names none
   * @param byTime whether the job's split is by time
   */
  Supplier<Optional<SearchSpec>> parse(Optional<Algorithm> algorithm, boolean byTime) {
    Map<String, SearchSpec.Range> over = new TreeMap<>();
    Section ranges = search.child("over");
    boolean requested = false;
    if (search.value("over").orElse(null) instanceof ConfigObject block) {
      requested = !block.isEmpty();
      block.forEach((name, value) -> range(ranges, algorithm, name, value, over));
    }
    OptionalInt tries = search.count("tries", 1, Integer.MAX_VALUE);
    Optional<Metric> metric = metric();
    Supplier<FoldSpec> folds = folds(search.child("validation"), byTime);
    OptionalInt parallel =
        search.require("parallel", "write 1").count("parallel", 1, Integer.MAX_VALUE);
    OptionalInt minutes = search.count("minutes", 1, MOST_MINUTES);
    search.noOthers();
    if (!requested) {
      return Optional::empty;
    }
    Function<FoldSpec, SearchSpec> made =
        judgedBy ->
            new SearchSpec(
                over,
                tries,
                metric.orElseGet(() -> SearchSpec.usualMetric(task.orElse(TaskType.BINARY))),
                judgedBy,
                parallel.orElse(1),
                minutes);
    if (!over.isEmpty()) {
      // A placeholder for the folds, which record their own problems.
      search.attempt(() -> Objects.requireNonNull(made.apply(new FoldSpec.Holdout(0.5))));
    }
    return () -> Optional.of(made.apply(folds.get()));
  }

  private static void range(
      Section ranges,
      Optional<Algorithm> algorithm,
      String name,
      ConfigValue value,
      Map<String, SearchSpec.Range> over) {
    if (ranges.value(name).isEmpty() || algorithm.isEmpty()) {
      return;
    }
    ranges.attempt(
        name,
        () -> {
          AlgorithmParam param = algorithm.get().param(name);
          if (value instanceof ConfigList list) {
            List<Object> values = new ArrayList<>();
            list.forEach(element -> values.add(param.check(element.unwrapped())));
            over.put(name, new SearchSpec.Range.Values(values));
          } else if (value instanceof ConfigObject) {
            between(ranges.child(name), param).ifPresent(range -> over.put(name, range));
          } else {
            throw new IllegalArgumentException(
                "write a list of values [a, b], or a range { min = a, max = b }");
          }
        });
  }

  private static Optional<SearchSpec.Range> between(Section block, AlgorithmParam param) {
    OptionalDouble min = block.require("min", "write the smallest value").number("min");
    OptionalDouble max = block.require("max", "write the largest value").number("max");
    boolean log = block.flag("log").orElse(false);
    block.noOthers();
    if (min.isEmpty() || max.isEmpty()) {
      return Optional.empty();
    }
    if (param.type() != AlgorithmParam.Type.INTEGER && param.type() != AlgorithmParam.Type.NUMBER) {
      throw new IllegalArgumentException(
          "%s is %s: list the values to try".formatted(param.name(), param.expected()));
    }
    param.check(min.getAsDouble());
    param.check(max.getAsDouble());
    return Optional.of(new SearchSpec.Range.Between(min.getAsDouble(), max.getAsDouble(), log));
  }

  private Optional<Metric> metric() {
    Optional<String> word = search.text("metric");
    if (word.isEmpty() || task.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Metric> known =
        Metric.of(task.get()).stream()
            .filter(metric -> metric.better() != Metric.Better.NEITHER)
            .collect(Collectors.toMap(Metric::word, metric -> metric));
    return search.oneOf("metric", known);
  }

  private static Supplier<FoldSpec> folds(Section validation, boolean byTime) {
    Optional<String> by =
        validation
            .require("by", "write split, folds or time-folds")
            .oneOf("by", Map.of("split", "split", "folds", "folds", "time-folds", "time-folds"));
    OptionalInt folds = validation.require("folds", "write 3").count("folds", 2, Integer.MAX_VALUE);
    OptionalDouble holdout = validation.require("holdout", "write 0.2").number("holdout");
    folds.ifPresent(f -> validation.attempt("folds", () -> new FoldSpec.KFold(f)));
    holdout.ifPresent(h -> validation.attempt("holdout", () -> new FoldSpec.Holdout(h)));
    if (by.equals(Optional.of("time-folds")) && !byTime) {
      validation.problem(
          "by", "time-folds go along the column of train.split, which needs by = time");
    }
    validation.noOthers();
    return () ->
        switch (by.orElseThrow()) {
          case "split" -> new FoldSpec.Holdout(holdout.orElseThrow());
          case "folds" -> new FoldSpec.KFold(folds.orElseThrow());
          default -> new FoldSpec.TimeFolds(folds.orElseThrow());
        };
  }
}
