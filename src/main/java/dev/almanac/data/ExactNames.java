package dev.almanac.data;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Columns and tables by their exact name: Spark would read {@code a.b} as a field of {@code a}. */
public final class ExactNames {
  private ExactNames() {}

  /** The name as Spark SQL takes it to the letter, dots and all. */
  public static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** The column of exactly this name. */
  public static Column column(String name) {
    return functions.col(quoted(name));
  }
}
