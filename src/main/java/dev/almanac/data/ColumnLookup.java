package dev.almanac.data;

import dev.almanac.core.Text;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Columns by exact name, and their description in messages. */
final class ColumnLookup {
  private static final int LISTED = 40;

  private ColumnLookup() {}

  /** The column of this exact name: Spark would read {@code a.b} as a field of {@code a}. */
  static Column named(String name) {
    return ExactNames.column(name);
  }

  static Optional<StructField> find(StructType schema, String name) {
    return Arrays.stream(schema.fields()).filter(field -> field.name().equals(name)).findFirst();
  }

  /** The columns as {@code name type, …}, at most 40. */
  static String list(StructType schema) {
    String listed =
        Arrays.stream(schema.fields())
            .limit(LISTED)
            .map(field -> Text.printable(field.name()) + " " + field.dataType().sql())
            .collect(Collectors.joining(", "));
    return schema.size() > LISTED ? listed + " and " + (schema.size() - LISTED) + " more" : listed;
  }
}
