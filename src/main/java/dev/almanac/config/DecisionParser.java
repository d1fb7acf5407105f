package dev.almanac.config;

import com.typesafe.config.ConfigObject;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.DecisionSpec;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Parses {@code decision}. */
final class DecisionParser {
  private static final String THRESHOLD = "threshold";
  private static final String THRESHOLDS = "thresholds";
  private static final String COSTS = "costs";
  private static final String ABSTAIN = "abstain-below";

  private final Section decision;
  private final Optional<TaskType> task;

  DecisionParser(Section decision, Optional<TaskType> task) {
    this.decision = decision;
    this.task = task;
  }

  Supplier<DecisionSpec> parse() {
    OptionalDouble threshold = decision.require(THRESHOLD, "write a probability").number(THRESHOLD);
    threshold.ifPresent(t -> decision.attempt(THRESHOLD, () -> new DecisionSpec(t)));
    boolean usual = threshold.equals(OptionalDouble.of(DecisionSpec.MIDDLE.threshold()));
    Map<String, Double> thresholds = decision.numbers(THRESHOLDS);
    Map<String, Map<String, Double>> costs = costs();
    OptionalDouble abstain = decision.number(ABSTAIN);
    if (task.isPresent() && task.get() != TaskType.BINARY && threshold.isPresent() && !usual) {
      decision.problem(THRESHOLD, "belongs to a binary task, not to " + task.get().word());
    }
    for (String key : new String[] {THRESHOLDS, COSTS, ABSTAIN}) {
      if (task.isPresent() && !task.get().isClassification() && said(key)) {
        decision.problem(key, "belongs to a classification, not to " + task.get().word());
      }
    }
    if (threshold.isPresent()) {
      decision.attempt(() -> new DecisionSpec(threshold.getAsDouble(), thresholds, costs, abstain));
    }
    decision.noOthers();
    return () -> new DecisionSpec(threshold.orElseThrow(), thresholds, costs, abstain);
  }

  private boolean said(String key) {
    return decision
        .value(key)
        .filter(value -> !(value instanceof ConfigObject block && block.isEmpty()))
        .isPresent();
  }

  private Map<String, Map<String, Double>> costs() {
    Map<String, Map<String, Double>> costs = new TreeMap<>();
    Section block = decision.child(COSTS);
    decision
        .value(COSTS)
        .filter(ConfigObject.class::isInstance)
        .map(ConfigObject.class::cast)
        .ifPresent(rows -> rows.keySet().forEach(row -> costs.put(row, block.numbers(row))));
    return costs;
  }
}
