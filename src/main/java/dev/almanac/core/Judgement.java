package dev.almanac.core;

import java.util.List;

/**
 * What a gate found besides the measures of the whole holdout.
 *
 * @param champion the comparisons with the champion
 * @param segments the measures within segments
 * @param notes what was asked and not judged, and why
 */
public record Judgement(
    List<ChampionComparison> champion, List<SegmentMeasure> segments, List<String> notes) {
  /** Nothing was asked. */
  public static final Judgement NONE = new Judgement(List.of(), List.of(), List.of());

  /** Copies the lists. */
  public Judgement {
    champion = List.copyOf(champion);
    segments = List.copyOf(segments);
    notes = List.copyOf(notes);
  }

  /** Whether there is nothing to tell. */
  public boolean isEmpty() {
    return equals(NONE);
  }
}
