package dev.almanac.core.spec;

import java.util.OptionalDouble;

/**
 * Bounds on a metric within each segment of a column; null is a segment too. At least one bound is
 * set.
 *
 * @param column a column of the training query, a feature or not
 * @param min the smallest allowed value, inclusive
 * @param max the largest allowed value, inclusive
 * @param minRows segments with fewer holdout rows are reported without a verdict
 */
public record SegmentRule(String column, OptionalDouble min, OptionalDouble max, long minRows) {
  /**
   * @throws IllegalArgumentException if no bound is set or no value can pass
   */
  public SegmentRule {
    if (min.isEmpty() && max.isEmpty()) {
      throw new IllegalArgumentException(
          "the gate on segments of '%s' needs a min or a max".formatted(column));
    }
    if (minRows < 1) {
      throw new IllegalArgumentException("min-rows is 1 or more, not " + minRows);
    }
    requireOrder("the gate on segments of '" + column + "'", min, max);
  }

  static void requireOrder(String what, OptionalDouble min, OptionalDouble max) {
    if (min.isPresent() && max.isPresent() && min.getAsDouble() > max.getAsDouble()) {
      throw new IllegalArgumentException(
          "%s asks for at least %s and at most %s"
              .formatted(what, min.getAsDouble(), max.getAsDouble()));
    }
  }
}
