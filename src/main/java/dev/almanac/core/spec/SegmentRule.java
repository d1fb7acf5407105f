package dev.almanac.core.spec;

import java.util.OptionalDouble;

/**
 * Bounds that a measure must meet within each value of a column, null among them. At least one
 * bound is there.
 *
 * @param column a column of the training query, a feature or not
 * @param min the least value, inclusive
 * @param max the largest value, inclusive
 * @param minRows values with fewer rows of the holdout are told and not judged
 */
public record SegmentRule(String column, OptionalDouble min, OptionalDouble max, long minRows) {
  /**
   * @throws IllegalArgumentException if nothing is bounded or nothing can pass
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
