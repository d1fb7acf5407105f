package dev.almanac.report;

import dev.almanac.core.Text;
import java.util.Locale;

/** Number formats of the report. */
final class NumberFormats {
  private static final double LEAST_PLAIN = 1e-3;
  private static final double MOST_PLAIN = 1e6;

  private NumberFormats() {}

  /** A count with digits in groups of three. */
  static String count(long count) {
    return Text.grouped(count);
  }

  /** A metric with four decimals. */
  static String measure(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** A part of a whole, as a percentage. */
  static String share(long part, long whole) {
    if (whole == 0) {
      return "–";
    }
    double percent = 100.0 * part / whole;
    if (part > 0 && percent < 0.1) {
      return "< 0.1 %";
    }
    return String.format(Locale.ROOT, percent < 10 ? "%.1f %%" : "%.0f %%", percent);
  }

  /** A share, as a percentage. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** Any number, with about four significant digits. */
  static String number(double value) {
    double size = Math.abs(value);
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    if (value == Math.rint(value) && size < MOST_PLAIN) {
      return Text.grouped((long) value);
    }
    if (size < LEAST_PLAIN || size >= MOST_PLAIN) {
      return String.format(Locale.ROOT, "%.3g", value);
    }
    int decimals = Math.max(0, 3 - (int) Math.floor(Math.log10(size)));
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }
}
