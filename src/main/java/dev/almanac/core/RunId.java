package dev.almanac.core;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Identifies one execution of a job. It is written into all that the execution leaves behind, so
 * that a lost answer can be settled by looking for it. Safe as a path segment.
 */
public record RunId(String value) {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd't'HHmmss'z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * @throws IllegalArgumentException if the value is not a name, with the rule in the message
   */
  public RunId {
    Names.check("run id", value);
  }

  /**
   * A fresh id: the second it began and 40 random bits, such as {@code
   * 20260501t031500z-9f3c1a07be}.
   */
  public static RunId fresh(Instant now, RandomGenerator random) {
    return new RunId(
        String.format(
            Locale.ROOT, "%s-%010x", STAMP.format(now), random.nextLong() & 0xff_ffff_ffffL));
  }

  @Override
  public String toString() {
    return value;
  }
}
