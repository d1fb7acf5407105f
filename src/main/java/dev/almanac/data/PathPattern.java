package dev.almanac.data;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.SparkSession;

/**
 * Glob patterns in locations: Spark interprets {@code * ? [ ] { } \}, although file names may
 * contain them.
 */
public final class PathPattern {
  private static final Pattern SPECIAL = Pattern.compile("[\\\\*?\\[\\]{}]");

  /** The advice of messages about a location that is a pattern. */
  static final String ADVICE =
      "; in a path * ? [ ] { } \\ make a pattern, which no file matches; a backslash before each"
          + " reads it as itself";

  private PathPattern() {}

  /** Whether Spark interprets a location as a pattern. */
  public static boolean isPattern(String location) {
    return SPECIAL.matcher(location).find();
  }

  /** The common prefix of all files that a pattern matches. */
  static String fixed(String pattern) {
    return SPECIAL.split(pattern, 2)[0];
  }

  /** A location with which Spark finds a file of exactly this name. */
  static String exactly(String location) {
    return SPECIAL.matcher(location).replaceAll("\\\\$0");
  }

  /**
   * The location to pass to Spark: an existing file or folder of exactly that name takes precedence
   * over the pattern.
   */
  static String resolve(SparkSession session, String location) {
    if (!isPattern(location)) {
      return location;
    }
    String exact = exactly(location);
    UnaryOperator<String> probe =
        path -> {
          session.read().format("binaryFile").load(path);
          return path;
        };
    try {
      return probe.apply(exact);
    } catch (Exception e) { // Spark throws checked exceptions that its methods do not declare
      if (e instanceof SparkThrowable spark && "PATH_NOT_FOUND".equals(spark.getCondition())) {
        return location;
      }
      throw e;
    }
  }
}
