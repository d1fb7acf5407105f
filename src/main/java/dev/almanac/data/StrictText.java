package dev.almanac.data;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import dev.almanac.core.spec.SourceSpec;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Strict conversion of values in text files. Spark converts some of them to other values: a time of
 * day to a time of the current day, {@code 2,5} as a DECIMAL to 25, and with an inferred type
 * {@code 007} to 7 and {@code 1d} to 1.0. Such columns are read as text and converted here; an
 * invalid value ends the run with an error that names column, value and file.
 */
final class StrictText {
  /** Prefix of the message of such an error. */
  static final String PREFIX = "unreadable value: ";

  private StrictText() {}

  /**
   * Whether a column of this type is read as text.
   *
   * @param guessed whether Spark inferred the type from the values
   */
  static boolean isFor(SourceSpec source, DataType type, boolean guessed) {
    if (type instanceof TimestampType) {
      return source.option("timestampFormat").isEmpty();
    }
    if (type instanceof DecimalType) {
      return source.option("locale").isEmpty();
    }
    return guessed
        && (type instanceof IntegerType || type instanceof LongType || type instanceof DoubleType);
  }

  /** The type to read a column with: STRING, or its own. */
  static DataType readType(SourceSpec source, DataType type, boolean guessed) {
    return isFor(source, type, guessed) ? DataTypes.StringType : type;
  }

  /**
   * Converts a column that was read as text; an empty text becomes null.
   *
   * @param text the column
   * @param name its name in messages
   */
  static Column converted(SourceSpec source, Column text, String name, DataType type) {
    Column value = trim(text);
    Column changed = changed(value, type);
    Column converted = value.try_cast(type);
    if (type instanceof TimestampType && !source.format().toLowerCase(Locale.ROOT).equals("csv")) {
      // In JSON, numbers are seconds since 1970.
      converted =
          when(value.rlike("^-?\\d+$"), timestamp_seconds(value.try_cast("bigint")))
              .otherwise(converted);
    }
    return when(text.isNull().or(value.equalTo("")), lit(null).cast(type))
        .when(changed, failure(source, text, name, type))
        .otherwise(coalesce(converted, failure(source, text, name, type)));
  }

  /** Whether Spark would convert a value to a different one. */
  private static Column changed(Column value, DataType type) {
    if (type instanceof TimestampType) {
      return value.rlike("^T?\\d{1,2}:");
    }
    if (type instanceof DecimalType) {
      return value.contains(",");
    }
    if (type instanceof DoubleType) {
      return value.rlike("[dDfF]$").or(value.rlike("^[+-]?0\\d"));
    }
    return length(value).gt(1).and(value.rlike("^[+-]?0|^\\+"));
  }

  private static Column failure(SourceSpec source, Column text, String name, DataType type) {
    return raise_error(
            concat(
                lit("%ssource '%s', column '%s' has '".formatted(PREFIX, source.name(), name)),
                text,
                lit("', which is no %s, in ".formatted(type.sql())),
                col("_metadata.file_path")))
        .cast(type);
  }
}
