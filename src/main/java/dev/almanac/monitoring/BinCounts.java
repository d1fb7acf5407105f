package dev.almanac.monitoring;

import dev.almanac.core.FieldProfile;
import dev.almanac.data.ValueBins;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Row counts of a column in the bins of its profile. */
final class BinCounts {
  private BinCounts() {}

  /** The profile's own counts, without nulls. */
  static long[] counts(FieldProfile profile) {
    if (profile instanceof FieldProfile.Categorical categorical) {
      Map<String, Long> levels = categorical.levels();
      return Stream.concat(levels.values().stream(), Stream.of(categorical.otherRows()))
          .mapToLong(Long::longValue)
          .toArray();
    }
    return ValueBins.spread(profile)
        .map(spread -> spread.bins().counts().stream().mapToLong(Long::longValue).toArray())
        .orElseGet(() -> new long[1]);
  }

  /** A copy of the profile with other counts; the last is that of nulls. */
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
        ValueBins.spread(profile)
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
}
