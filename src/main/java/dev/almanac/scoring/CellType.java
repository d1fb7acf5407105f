package dev.almanac.scoring;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** Column types that a model can read, see {@link dev.almanac.data.ModelInput}. */
enum CellType {
  BOOLEAN,
  BYTE,
  SHORT,
  INTEGER,
  LONG,
  FLOAT,
  DOUBLE,
  DECIMAL,
  STRING;

  /**
   * The cell type of a Spark type.
   *
   * @throws IllegalArgumentException if no model can read the type; callers reject such columns
   *     first
   */
  static CellType of(DataType type) {
    if (type instanceof BooleanType) {
      return BOOLEAN;
    }
    if (type instanceof ByteType) {
      return BYTE;
    }
    if (type instanceof ShortType) {
      return SHORT;
    }
    if (type instanceof IntegerType) {
      return INTEGER;
    }
    if (type instanceof LongType) {
      return LONG;
    }
    if (type instanceof FloatType) {
      return FLOAT;
    }
    if (type instanceof DoubleType) {
      return DOUBLE;
    }
    if (type instanceof DecimalType) {
      return DECIMAL;
    }
    if (type instanceof StringType) {
      return STRING;
    }
    throw new IllegalArgumentException("no model reads " + type.sql());
  }

  /** The types of some columns. */
  static DataType[] types(StructType schema, int[] ordinals) {
    return Arrays.stream(ordinals)
        .mapToObj(ordinal -> schema.apply(ordinal).dataType())
        .toArray(DataType[]::new);
  }

  /** Whether values of a type are categories, which are compared as text. */
  static boolean isCategory(DataType type) {
    return type instanceof StringType
        || type instanceof BooleanType
        || type instanceof ByteType
        || type instanceof ShortType
        || type instanceof IntegerType
        || type instanceof LongType;
  }

  /** A number of a row as DOUBLE, cast as Spark does. */
  double number(InternalRow row, int ordinal, DataType type) {
    return switch (this) {
      case BOOLEAN -> row.getBoolean(ordinal) ? 1 : 0;
      case BYTE -> row.getByte(ordinal);
      case SHORT -> row.getShort(ordinal);
      case INTEGER -> row.getInt(ordinal);
      case LONG -> row.getLong(ordinal);
      case FLOAT -> row.getFloat(ordinal);
      case DOUBLE -> row.getDouble(ordinal);
      case DECIMAL -> {
        DecimalType decimal = (DecimalType) type;
        yield row.getDecimal(ordinal, decimal.precision(), decimal.scale()).toDouble();
      }
      case STRING -> throw new IllegalStateException("no number: " + this);
    };
  }

  /** The code of a category of a row. */
  int code(InternalRow row, int ordinal, TextCodes codes) {
    return switch (this) {
      case STRING -> codes.code(row.getUTF8String(ordinal));
      case BOOLEAN -> codes.code(row.getBoolean(ordinal));
      case BYTE -> codes.code(row.getByte(ordinal));
      case SHORT -> codes.code(row.getShort(ordinal));
      case INTEGER -> codes.code(row.getInt(ordinal));
      case LONG -> codes.code(row.getLong(ordinal));
      case FLOAT, DOUBLE, DECIMAL -> throw new IllegalStateException("no category: " + this);
    };
  }

  /** The text of a category of a row, cast as Spark does. */
  String text(InternalRow row, int ordinal) {
    return switch (this) {
      case STRING -> row.getUTF8String(ordinal).toString();
      case BOOLEAN -> String.valueOf(row.getBoolean(ordinal));
      case BYTE -> String.valueOf(row.getByte(ordinal));
      case SHORT -> String.valueOf(row.getShort(ordinal));
      case INTEGER -> String.valueOf(row.getInt(ordinal));
      case LONG -> String.valueOf(row.getLong(ordinal));
      case FLOAT, DOUBLE, DECIMAL -> throw new IllegalStateException("no category: " + this);
    };
  }
}
