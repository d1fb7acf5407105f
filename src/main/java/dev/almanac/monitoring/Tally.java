package dev.almanac.monitoring;

import dev.almanac.core.FieldProfile;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of one column are counted: the bins of its profile, or its levels and one place
 * for all others, and one for nulls at the end. Immutable.
 */
final class Tally implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] edges;
  private final Map<String, Integer> levels;
  private final boolean isNumber;

  /**
   * @param edges between bins, of a number
   * @param levels the place of each level, of a category
   */
  private Tally(double[] edges, Map<String, Integer> levels, boolean isNumber) {
    this.edges = edges;
    this.levels = Map.copyOf(levels);
    this.isNumber = isNumber;
  }

  static Tally of(FieldProfile profile) {
    Map<String, Integer> levels = new HashMap<>();
    if (profile instanceof FieldProfile.Categorical categorical) {
      for (String level : categorical.levels().keySet()) {
        levels.put(level, levels.size());
      }
      return new Tally(new double[0], levels, false);
    }
    double[] edges =
        Drift.spread(profile)
            .map(
                spread -> spread.bins().edges().stream().mapToDouble(Double::doubleValue).toArray())
            .orElseGet(() -> new double[0]);
    return new Tally(edges, levels, true);
  }

  /** What the profile itself counted, without nulls. */
  static long[] counts(FieldProfile profile) {
    if (profile instanceof FieldProfile.Categorical categorical) {
      Map<String, Long> levels = categorical.levels();
      return Stream.concat(levels.values().stream(), Stream.of(categorical.otherRows()))
          .mapToLong(Long::longValue)
          .toArray();
    }
    return Drift.spread(profile)
        .map(spread -> spread.bins().counts().stream().mapToLong(Long::longValue).toArray())
        .orElseGet(() -> new long[1]);
  }

  /** The profile with other counts, the nulls last. */
  static FieldProfile recounted(FieldProfile profile, long[] counts) {
    long rows = Arrays.stream(counts).sum();
    long nulls = counts[counts.length - 1];
    if (profile instanceof FieldProfile.Categorical categorical) {
      Map<String, Long> levels = new HashMap<>();
      int place = 0;
      for (String level : categorical.levels().keySet()) {
        levels.put(level, counts[place++]);
      }
      return new FieldProfile.Categorical(
          profile.name(), rows, nulls, levels, categorical.otherLevels(), counts[place]);
    }
    List<Long> bins = Arrays.stream(counts).limit(counts.length - 1L).boxed().toList();
    return new FieldProfile.Numeric(
        profile.name(),
        rows,
        nulls,
        Drift.spread(profile)
            .map(
                spread ->
                    new FieldProfile.Spread(
                        spread.min(),
                        spread.max(),
                        spread.mean(),
                        spread.deviation(),
                        spread.quantiles(),
                        new FieldProfile.Bins(spread.bins().edges(), bins),
                        spread.shape())));
  }

  /** Nothing counted yet, by column. */
  static long[][] zero(List<Tally> tallies) {
    return tallies.stream().map(tally -> new long[tally.places() + 1]).toArray(long[][]::new);
  }

  /** Places without that of nulls. */
  int places() {
    return isNumber ? edges.length + 1 : levels.size() + 1;
  }

  /** Where a value is counted. */
  int place(@Nullable Object value) {
    if (value == null) {
      return places();
    }
    if (!isNumber) {
      return levels.getOrDefault(value, levels.size());
    }
    // As profiles count: a value that is an edge lies below it, and zero has two signs.
    int found = Arrays.binarySearch(edges, (Double) value + 0.0);
    return found < 0 ? -found - 1 : found;
  }
}
