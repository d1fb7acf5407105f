package dev.almanac.scoring;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Columns by their exact name, dots and all. */
final class Names {
  private Names() {}

  static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }
}
