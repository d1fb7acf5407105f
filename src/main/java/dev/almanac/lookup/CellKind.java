package dev.almanac.lookup;

import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;

/** Storage form of a column's values in a forecast index. The names are part of its format. */
enum CellKind {
  STRING,
  BOOLEAN,
  BYTE,
  SHORT,
  INTEGER,
  LONG,
  FLOAT,
  DOUBLE,
  DECIMAL,
  DATE,
  TIMESTAMP,
  TIMESTAMP_NTZ,
  /** A map from text to DOUBLE. */
  NUMBERS,
  /** A type without a plain form; only its name is stored. */
  OTHER;

  private static final int WIDEST_DECIMAL = 38;

  /**
   * The table column type of this kind.
   *
   * @param scale of a DECIMAL; ignored for others
   * @throws IllegalStateException for a kind that cannot be a key
   */
  DataType type(int scale) {
    return switch (this) {
      case STRING -> StringType.STRING;
      case BOOLEAN -> BooleanType.BOOLEAN;
      case BYTE -> ByteType.BYTE;
      case SHORT -> ShortType.SHORT;
      case INTEGER -> IntegerType.INTEGER;
      case LONG -> LongType.LONG;
      case FLOAT -> FloatType.FLOAT;
      case DOUBLE -> DoubleType.DOUBLE;
      case DECIMAL -> new DecimalType(WIDEST_DECIMAL, scale);
      case DATE -> DateType.DATE;
      case TIMESTAMP -> TimestampType.TIMESTAMP;
      case TIMESTAMP_NTZ -> TimestampNTZType.TIMESTAMP_NTZ;
      case NUMBERS, OTHER -> throw new IllegalStateException("no key is " + this);
    };
  }

  static CellKind of(DataType type) {
    if (type instanceof StringType) {
      return STRING;
    } else if (type instanceof DoubleType) {
      return DOUBLE;
    } else if (type instanceof LongType) {
      return LONG;
    } else if (type instanceof IntegerType) {
      return INTEGER;
    } else if (type instanceof BooleanType) {
      return BOOLEAN;
    } else if (type instanceof DateType) {
      return DATE;
    } else if (type instanceof TimestampType) {
      return TIMESTAMP;
    } else if (type instanceof TimestampNTZType) {
      return TIMESTAMP_NTZ;
    } else if (type instanceof FloatType) {
      return FLOAT;
    } else if (type instanceof DecimalType) {
      return DECIMAL;
    } else if (type instanceof ShortType) {
      return SHORT;
    } else if (type instanceof ByteType) {
      return BYTE;
    }
    return type instanceof MapType map
            && map.getKeyType() instanceof StringType
            && map.getValueType() instanceof DoubleType
        ? NUMBERS
        : OTHER;
  }
}
