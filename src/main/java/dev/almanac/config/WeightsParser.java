package dev.almanac.config;

import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.WeightRules;
import dev.almanac.core.spec.WeightSpec;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Parses {@code train.weights}. */
final class WeightsParser {
  private WeightsParser() {}

  static Supplier<WeightSpec> parse(
      Section weights, Optional<Algorithm> algorithm, Optional<TaskType> task) {
    Optional<String> column = name(weights, "column");
    Optional<String> offset = name(weights, "offset");
    offset
        .filter(name -> Identifiers.column(name).isEmpty())
        .flatMap(Identifiers::modelColumn)
        .ifPresent(what -> weights.problem("offset", what));
    Map<String, Double> classes = weights.numbers("classes");
    boolean balanced =
        weights.require("balanced", "write true or false").flag("balanced").orElse(false);
    Supplier<WeightSpec> made = () -> new WeightSpec(column, classes, balanced, offset);
    weights.attempt(
        () -> {
          WeightSpec spec = made.get();
          if (algorithm.isPresent() && task.isPresent()) {
            WeightRules.misfits(spec, algorithm.get(), task.get())
                .forEach(
                    misfit ->
                        weights.problem(
                            misfit.key().substring(misfit.key().lastIndexOf('.') + 1),
                            misfit.what()));
          }
        });
    weights.noOthers();
    return made;
  }

  private static Optional<String> name(Section weights, String key) {
    Optional<String> name = weights.words(key);
    name.flatMap(Identifiers::column).ifPresent(what -> weights.problem(key, what));
    return name;
  }
}
