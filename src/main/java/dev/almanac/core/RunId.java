package dev.almanac.core;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Identifier of one execution of a job. All output of the execution contains it, so that the
 * outcome of a commit whose response was lost can be determined. Safe as a path segment.
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
   * A new id from the start time (in seconds) and 40 random bits, such as {@code
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
