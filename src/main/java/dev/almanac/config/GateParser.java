package dev.almanac.config;

import dev.almanac.core.Metric;
import dev.almanac.core.TaskType;
import dev.almanac.core.Text;
import dev.almanac.core.spec.GateRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads {@code train.gate}. */
final class GateParser {
  private static final List<String> METRICS =
      Arrays.stream(Metric.values()).map(Metric::word).toList();

  private final Section train;

  GateParser(Section train) {
    this.train = train;
  }

  Supplier<List<GateRule>> parse(Optional<TaskType> task) {
    List<Supplier<GateRule>> rules = new ArrayList<>();
    train
        .children("gate", "each.gate")
        .forEach(
            (word, bounds) -> {
              OptionalDouble min = bounds.number("min");
              OptionalDouble max = bounds.number("max");
              boolean wrong =
                  min.isPresent() != bounds.value("min").isPresent()
                      || max.isPresent() != bounds.value("max").isPresent();
              bounds.noOthers();
              Optional<Metric> metric = metric(word, bounds, task);
              if (metric.isPresent() && !wrong) {
                bounds.attempt(() -> new GateRule(metric.get(), min, max));
              }
              rules.add(() -> new GateRule(metric.orElseThrow(), min, max));
            });
    return () -> rules.stream().map(Supplier::get).toList();
  }

  private static Optional<Metric> metric(String word, Section bounds, Optional<TaskType> task) {
    Optional<Metric> metric = Metric.find(word);
    if (metric.isEmpty()) {
      String hint =
          Text.nearest(word, METRICS)
              .map(near -> "did you mean '" + near + "'?")
              .orElseGet(() -> "there are " + String.join(", ", METRICS));
      bounds.problem("is no measure; " + hint);
    } else if (task.isPresent() && !Metric.of(task.get()).contains(metric.get())) {
      String own =
          Metric.of(task.get()).stream().map(Metric::word).collect(Collectors.joining(", "));
      bounds.problem("is no measure of a %s task, which has %s".formatted(task.get().word(), own));
    }
    return metric;
  }
}
