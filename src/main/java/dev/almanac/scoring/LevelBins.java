package dev.almanac.scoring;

import dev.almanac.data.ValueBins;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.unsafe.types.UTF8String;

/** Maps the texts of a column to the bins of its profile. Not thread-safe. */
final class LevelBins implements TextCodes {
  /** Maximum number of whole numbers whose bins are cached; others are formatted on each lookup. */
  private static final int MOST_REMEMBERED = 10_000;

  private final ValueBins bins;
  private final Map<Long, Integer> wholes = new HashMap<>();

  LevelBins(ValueBins bins) {
    this.bins = bins;
  }

  @Override
  public int code(UTF8String text) {
    return bins.of(text);
  }

  @Override
  public int code(long whole) {
    Integer known = wholes.get(whole);
    if (known == null) {
      known = TextCodes.super.code(whole);
      if (wholes.size() < MOST_REMEMBERED) {
        wholes.put(whole, known);
      }
    }
    return known;
  }
}
