package dev.almanac.data;

import dev.almanac.core.Text;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;

/** What of Spark's exceptions is worth showing on one screen. */
public final class SparkFailures {
  private static final Pattern ERROR_CLASS = Pattern.compile("^\\[[A-Z0-9_.]+\\]\\s*");
  private static final Pattern SQLSTATE = Pattern.compile("\\s*SQLSTATE: .*");
  private static final Pattern LINE = Pattern.compile("line (\\d+),? pos (\\d+)");

  private SparkFailures() {}

  /**
   * The first line of the most telling message in the chain, without Spark's codes and without a
   * full stop.
   */
  public static String firstLine(Throwable failure) {
    Throwable telling = telling(failure);
    String message =
        telling.getMessage() == null ? telling.getClass().getSimpleName() : telling.getMessage();
    String line = message.strip().lines().findFirst().orElse("");
    line = SQLSTATE.matcher(ERROR_CLASS.matcher(line).replaceFirst("")).replaceAll("");
    line = Text.printable(line.strip());
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }

  /**
   * {@code " (line 3, position 14)"} if the message says where in the query, or nothing.
   *
   * @param before characters that stand before the query on its first line
   */
  static String position(Throwable failure, int before) {
    Matcher matcher = LINE.matcher(String.valueOf(failure.getMessage()));
    if (!matcher.find()) {
      return "";
    }
    int line = Integer.parseInt(matcher.group(1));
    int position = Integer.parseInt(matcher.group(2)) + 1 - (line == 1 ? before : 0);
    return " (line %d, position %d)".formatted(line, Math.max(1, position));
  }

  /** The innermost exception that Spark words for users, or else the innermost of all. */
  private static Throwable telling(Throwable failure) {
    Throwable telling = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      boolean worded = cause instanceof SparkThrowable spark && spark.getCondition() != null;
      if (worded || !(telling instanceof SparkThrowable)) {
        telling = cause;
      }
    }
    return telling;
  }
}
