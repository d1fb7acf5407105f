package dev.almanac.registry;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Parser of instants. Accepts what {@link Instant#parse} does; the form that {@link
 * Instant#toString} writes is parsed much faster, since a ledger has thousands of instants and a
 * command runs for a second.
 */
final class Instants {
  /** The form of {@code 2026-05-01T03:15:00}, with zeros for digits. */
  private static final String FORM = "0000-00-00T00:00:00";

  private Instants() {}

  /**
   * @throws DateTimeException if the text is not an instant
   */
  static Instant parse(String text) {
    int end = text.length() - 1;
    if (end < FORM.length() || text.charAt(end) != 'Z' || !hasForm(text, end)) {
      return Instant.parse(text);
    }
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    if (hour > 23 || minute > 59 || second > 59) {
      return Instant.parse(text);
    }
    long days =
        LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)).toEpochDay();
    return Instant.ofEpochSecond(
        days * 86_400 + hour * 3_600L + minute * 60L + second, nanos(text, end));
  }

  /** Whether the text has the form, with milliseconds or without a fraction. */
  private static boolean hasForm(String text, int end) {
    if (end != FORM.length() && (end != FORM.length() + 4 || text.charAt(FORM.length()) != '.')) {
      return false;
    }
    for (int i = 0; i < end; i++) {
      char expected = i < FORM.length() ? FORM.charAt(i) : '0';
      char c = text.charAt(i);
      boolean fits = expected == '0' ? c >= '0' && c <= '9' : c == expected;
      if (!fits && i != FORM.length()) {
        return false;
      }
    }
    return true;
  }

  private static long nanos(String text, int end) {
    return end == FORM.length() ? 0 : number(text, FORM.length() + 1, end) * 1_000_000L;
  }

  private static int number(String text, int begin, int end) {
    return Integer.parseInt(text, begin, end, 10);
  }
}
