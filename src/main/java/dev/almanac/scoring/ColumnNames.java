package dev.almanac.scoring;

import dev.almanac.data.ExactNames;
import org.apache.spark.sql.Column;

/** References columns by exact name, including names that contain dots. */
final class ColumnNames {
  private ColumnNames() {}

  static Column column(String name) {
    return ExactNames.column(name);
  }
}
