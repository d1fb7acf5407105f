package dev.almanac.core.spec;

import dev.almanac.core.ChampionRule;
import dev.almanac.core.Metric;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Requirements on one metric of a model's holdout. All parts must hold; at least one is set.
 *
 * @param min the smallest allowed value, inclusive
 * @param max the largest allowed value, inclusive
 * @param champion limit on the regression against the current version
 * @param segments requirements on segments of the holdout, at most one for each column
 */
public record GateRule(
    Metric metric,
    OptionalDouble min,
    OptionalDouble max,
    Optional<ChampionRule> champion,
    List<SegmentRule> segments) {
  /** Copies the list. */
  public GateRule {
    segments = List.copyOf(segments);
    if (min.isEmpty() && max.isEmpty() && champion.isEmpty() && segments.isEmpty()) {
      throw new IllegalArgumentException(
          "the gate on "
              + metric.word()
              + " needs a min or a max, or a champion or segments block");
    }
    SegmentRule.requireOrder("the gate on " + metric.word(), min, max);
    Set<String> columns = new HashSet<>();
    for (SegmentRule segment : segments) {
      if (!columns.add(segment.column())) {
        throw new IllegalArgumentException(
            "the gate on %s has segments of '%s' twice".formatted(metric.word(), segment.column()));
      }
    }
  }

  /**
   * A rule with bounds only.
   *
   * @throws IllegalArgumentException if no bound is set or no value can pass
   */
  public GateRule(Metric metric, OptionalDouble min, OptionalDouble max) {
    this(metric, min, max, Optional.empty(), List.of());
  }
}
