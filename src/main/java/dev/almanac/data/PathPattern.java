package dev.almanac.data;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.SparkSession;

/**
 * Locations as Spark reads them: {@code * ? [ ] { } \} make a pattern of them, though a file may
 * have such a name.
 */
public final class PathPattern {
  private static final Pattern SPECIAL = Pattern.compile("[\\\\*?\\[\\]{}]");

  /** What a message adds about a location that is a pattern. */
  static final String ADVICE =
      "; in a path * ? [ ] { } \\ make a pattern, which no file matches; a backslash before each"
          + " reads it as itself";

  private PathPattern() {}

  /** Whether Spark reads a location as a pattern. */
  public static boolean isPattern(String location) {
    return SPECIAL.matcher(location).find();
  }

  /** What every file that a pattern matches begins with. */
  static String fixed(String pattern) {
    return SPECIAL.split(pattern, 2)[0];
  }

  /** A location by which Spark finds a file of exactly this name. */
  static String exactly(String location) {
    return SPECIAL.matcher(location).replaceAll("\\\\$0");
  }

  /**
   * A location as Spark is to read it: a file or folder of exactly that name comes before what the
   * name matches as a pattern.
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
