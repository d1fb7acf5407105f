package dev.almanac.scoring;

import dev.almanac.data.ExactNames;
import org.apache.spark.sql.Column;

/** Columns by their exact name, dots and all. */
final class ColumnNames {
  private ColumnNames() {}

  static Column column(String name) {
    return ExactNames.column(name);
  }
}
