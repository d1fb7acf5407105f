package dev.almanac.scoring;

import dev.almanac.core.ModelVersion;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.DecisionSpec;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;

/**
 * Segment models of a table: one model for each of some values of a column, and one for the rows
 * with any other value or none.
 *
 * @param column BOOLEAN, a whole number or STRING; values are compared as text, after a cast
 * @param byValue the model of each value
 * @param rest the model of all other rows
 */
public record SegmentModels(String column, Map<String, Member> byValue, Member rest) {
  /**
   * One version.
   *
   * @param engine the engine of the version's document
   */
  public record Member(
      ModelVersion version, CompiledEngine engine, Signature signature, DecisionSpec decision) {}

  /** Copies its parts. */
  public SegmentModels {
    byValue = Map.copyOf(byValue);
  }

  /**
   * The reason why forecasts of two models cannot share one table: another task, other labels or
   * another positive label. Empty if they can.
   */
  public static Optional<String> whyNotTogether(Signature one, Signature other) {
    if (one.task() != other.task()) {
      return Optional.of(
          "one is for a %s task, the other for a %s task"
              .formatted(one.task().word(), other.task().word()));
    }
    if (one.task() != TaskType.REGRESSION
        && !new HashSet<>(one.labels()).equals(new HashSet<>(other.labels()))) {
      return Optional.of(
          "one has the labels %s, the other %s".formatted(one.labels(), other.labels()));
    }
    if (one.task() == TaskType.BINARY && !one.positive().equals(other.positive())) {
      return Optional.of(
          "'%s' is positive for one, '%s' for the other"
              .formatted(one.positive(), other.positive()));
    }
    return Optional.empty();
  }
}
