package dev.almanac.data;

import dev.almanac.core.Text;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;

/** Shortens Spark's exceptions to messages of a few lines. */
public final class SparkFailures {
  private static final Pattern CONDITION = Pattern.compile("^\\[[A-Z0-9_.]+\\]\\s*");

  /** The SQLSTATE and all that follows it, which repeats the query or a plan of many lines. */
  private static final Pattern SQLSTATE = Pattern.compile("\\s*SQLSTATE: .*", Pattern.DOTALL);

  private static final Pattern STACK = Pattern.compile("\\R\\s+at .*", Pattern.DOTALL);

  /**
   * Advice to disable the check that found the error, which would return nulls and wrong numbers.
   */
  private static final Pattern HIDING =
      Pattern.compile(
          "\\s*(If necessary set \\S*spark\\.sql\\.ansi\\.enabled\\S* to \\S+ to bypass this"
              + " error\\.?|Parse Mode: \\w+\\. To process malformed records as null result,"
              + " [^.]*\\.)");

  private static final Pattern LINE = Pattern.compile("line (\\d+),? pos (\\d+)");

  private SparkFailures() {}

  /**
   * The message of the most informative exception of the chain, in whole sentences on one line,
   * without Spark's codes and without a full stop at its end.
   */
  public static String firstLine(Throwable failure) {
    Throwable informative = informative(failure);
    return informative.getMessage() == null
        ? informative.getClass().getSimpleName()
        : clean(informative.getMessage());
  }

  /** Removes codes, the repeated query and advice that hides errors from a message of Spark. */
  static String clean(String message) {
    String text =
        SQLSTATE.matcher(CONDITION.matcher(message.strip()).replaceFirst("")).replaceAll("");
    text = HIDING.matcher(STACK.matcher(text).replaceFirst("")).replaceAll("");
    text = Text.message(text);
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /**
   * {@code " (line 3, position 14)"} if the message contains a position in the query; empty
   * otherwise.
   */
  static String position(Throwable failure) {
    Matcher matcher = LINE.matcher(String.valueOf(failure.getMessage()));
    if (!matcher.find()) {
      return "";
    }
    int line = Integer.parseInt(matcher.group(1));
    int position = Integer.parseInt(matcher.group(2)) + 1;
    return String.format(
        Locale.ROOT, " (line %d, position %d)", line, SourceReader.positionInQuery(line, position));
  }

  /** The innermost exception with a Spark condition, or else the innermost of all. */
  private static Throwable informative(Throwable failure) {
    Throwable informative = failure;
    boolean isWorded = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      boolean worded = cause instanceof SparkThrowable spark && spark.getCondition() != null;
      if (worded || (!isWorded && cause.getMessage() != null)) {
        informative = cause;
        isWorded |= worded;
      }
    }
    return informative;
  }
}
