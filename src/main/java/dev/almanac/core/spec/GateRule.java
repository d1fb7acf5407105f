package dev.almanac.core.spec;

import dev.almanac.core.ChampionRule;
import dev.almanac.core.Metric;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What a model must meet on its holdout in one measure. All of it must hold; at least one part is
 * there.
 *
 * @param min the least value, inclusive
 * @param max the largest value, inclusive
 * @param champion how it must stand beside the version that is in use
 * @param segments what must hold in parts of the holdout, at most one a column
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
   * A rule of bounds alone.
   *
   * @throws IllegalArgumentException if nothing is bounded or nothing can pass
   */
  public GateRule(Metric metric, OptionalDouble min, OptionalDouble max) {
    this(metric, min, max, Optional.empty(), List.of());
  }
}
