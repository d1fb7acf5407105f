package dev.almanac.core.spec;

import dev.almanac.core.Metric;
import java.util.OptionalDouble;

/**
 * A threshold that a model must meet on its holdout. Both bounds are inclusive; at least one is
 * there.
 */
public record GateRule(Metric metric, OptionalDouble min, OptionalDouble max) {
  /**
   * @throws IllegalArgumentException if nothing is bounded or nothing can pass
   */
  public GateRule {
    if (min.isEmpty() && max.isEmpty()) {
      throw new IllegalArgumentException("the gate on " + metric.word() + " needs a min or a max");
    }
    if (min.isPresent() && max.isPresent() && min.getAsDouble() > max.getAsDouble()) {
      throw new IllegalArgumentException(
          "the gate on %s asks for at least %s and at most %s"
              .formatted(metric.word(), min.getAsDouble(), max.getAsDouble()));
    }
  }
}
