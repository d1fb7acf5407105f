package dev.almanac.core;

import java.util.List;

/**
 * Results of the gate other than the metrics of the whole holdout.
 *
 * @param champion comparisons with the champion
 * @param segments metrics of segments
 * @param notes checks that were configured but not performed, with the reason
 * @param warnings reasons to doubt the metrics, one sentence each
 */
public record GateResult(
    List<ChampionComparison> champion,
    List<SegmentMetric> segments,
    List<String> notes,
    List<String> warnings) {
  /** No results. */
  public static final GateResult NONE = new GateResult(List.of(), List.of(), List.of());

  /** Copies the lists. */
  public GateResult {
    champion = List.copyOf(champion);
    segments = List.copyOf(segments);
    notes = List.copyOf(notes);
    warnings = List.copyOf(warnings);
  }

  /** A result without warnings. */
  public GateResult(
      List<ChampionComparison> champion, List<SegmentMetric> segments, List<String> notes) {
    this(champion, segments, notes, List.of());
  }

  /** A copy with these warnings. */
  public GateResult with(List<String> found) {
    return new GateResult(champion, segments, notes, found);
  }

  /** Whether the result has no parts. */
  public boolean isEmpty() {
    return equals(NONE);
  }
}
