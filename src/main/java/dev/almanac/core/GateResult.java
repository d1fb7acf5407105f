package dev.almanac.core;

import java.util.List;

/**
 * What was found besides the measures of the whole holdout.
 *
 * @param champion the comparisons with the champion
 * @param segments the measures within segments
 * @param notes what was asked and not judged, and why
 * @param warnings why the measures may not mean what they seem to, one sentence each
 */
public record GateResult(
    List<ChampionComparison> champion,
    List<SegmentMetric> segments,
    List<String> notes,
    List<String> warnings) {
  /** Nothing was asked. */
  public static final GateResult NONE = new GateResult(List.of(), List.of(), List.of());

  /** Copies the lists. */
  public GateResult {
    champion = List.copyOf(champion);
    segments = List.copyOf(segments);
    notes = List.copyOf(notes);
    warnings = List.copyOf(warnings);
  }

  /** Without warnings. */
  public GateResult(
      List<ChampionComparison> champion, List<SegmentMetric> segments, List<String> notes) {
    this(champion, segments, notes, List.of());
  }

  /** The same with these warnings. */
  public GateResult with(List<String> found) {
    return new GateResult(champion, segments, notes, found);
  }

  /** Whether there is nothing to tell. */
  public boolean isEmpty() {
    return equals(NONE);
  }
}
