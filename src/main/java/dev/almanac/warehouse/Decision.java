package dev.almanac.warehouse;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.RunId;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * A person's decision to approve, discard or roll back forecasts.
 *
 * @param run identifies the execution that carries it out
 */
public record Decision(RunId run, String user, String reason, Instant at) {
  private static final int LONGEST = 1_000;

  /**
   * @throws AlmanacException BAD_OPTION if the reason is missing or too long
   */
  public Decision {
    if (reason.isBlank() || reason.length() > LONGEST) {
      throw new AlmanacException(
          ErrorCode.BAD_OPTION,
          String.format(
              Locale.ROOT,
              "a decision about forecasts needs a reason of 1 to %d characters, not %d.\n"
                  + "Say why; it stays with the forecasts.",
              LONGEST,
              reason.strip().length()));
    }
  }

  Map<String, String> facts() {
    return Map.of("by", user, "reason", reason, "at", at.toString());
  }
}
