package dev.almanac.scoring;

import dev.almanac.data.ExactNames;
import org.apache.spark.sql.Column;

/** Columns by their exact name, dots and all. */
final class Names {
  private Names() {}

  static Column column(String name) {
    return ExactNames.column(name);
  }
}
