package dev.almanac.core;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Row counts of a scoring run, with in = scored + rejected.
 *
 * @param in rows read
 * @param scored rows with a forecast
 * @param rejected rows without a forecast, by reason code
 */
public record RowCounts(long in, long scored, Map<String, Long> rejected) {
  /**
   * @throws IllegalArgumentException if in is not scored + rejected
   */
  public RowCounts {
    rejected = Collections.unmodifiableMap(new TreeMap<>(rejected));
    long out = scored + rejected.values().stream().mapToLong(Long::longValue).sum();
    if (in != out) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d rows in, %d scored and %s rejected: %d are unaccounted for",
              in,
              scored,
              rejected,
              in - out));
    }
  }

  /** Rows without a forecast. */
  public long rejectedRows() {
    return in - scored;
  }

  /** The share of rows without a forecast, 0 to 1; 0 if there were no rows. */
  public double rejectedShare() {
    return in == 0 ? 0 : (double) rejectedRows() / in;
  }
}
