package dev.almanac.registry;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.util.Locale;

/** Validation of texts that users write into a ledger. */
final class ReasonText {
  private static final int LONGEST = 2_000;
  private static final int LONGEST_VALUE = 500;

  private ReasonText() {}

  /** A reason: required, since the ledger records why. */
  static String reason(String text) {
    return checked("A reason is required: say why, for those who ask later", text, LONGEST);
  }

  static String note(String text) {
    return checked("A note has words", text, LONGEST);
  }

  static String value(String text) {
    return checked("A tag has a value", text, LONGEST_VALUE);
  }

  private static String checked(String rule, String text, int longest) {
    String plain = text.strip();
    if (plain.isEmpty() || plain.length() > longest) {
      throw refused(
          String.format(
              Locale.ROOT,
              "%s, in 1 to %d characters. This one has %d.",
              rule,
              longest,
              plain.length()));
    }
    if (plain.codePoints().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
      throw refused(rule + ". This one has control characters; write plain text.");
    }
    return plain;
  }

  private static AlmanacException refused(String message) {
    return new AlmanacException(ErrorCode.BAD_OPTION, message);
  }
}
