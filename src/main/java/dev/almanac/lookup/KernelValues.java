package dev.almanac.lookup;

import io.delta.kernel.data.MapValue;
import io.delta.kernel.data.Row;
import io.delta.kernel.expressions.Literal;
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
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Conversion of table values to Java types: texts, numbers and booleans unchanged, DATE as {@link
 * LocalDate}, TIMESTAMP as {@link Instant}, TIMESTAMP_NTZ as {@link LocalDateTime}, MAP as {@link
 * Map}.
 */
final class KernelValues {
  private KernelValues() {}

  /**
   * Parses a value.
   *
   * @throws IllegalArgumentException if the text does not match the type; the message names the
   *     expected form
   */
  static Object parse(String text, DataType type) {
    try {
      if (type instanceof StringType) {
        return text;
      } else if (type instanceof BooleanType) {
        return bool(text);
      } else if (type instanceof ByteType) {
        return Byte.valueOf(text);
      } else if (type instanceof ShortType) {
        return Short.valueOf(text);
      } else if (type instanceof IntegerType) {
        return Integer.valueOf(text);
      } else if (type instanceof LongType) {
        return Long.valueOf(text);
      } else if (type instanceof FloatType) {
        return Float.valueOf(text);
      } else if (type instanceof DoubleType) {
        return Double.valueOf(text);
      } else if (type instanceof DecimalType) {
        return new BigDecimal(text);
      } else if (type instanceof DateType) {
        return LocalDate.parse(text);
      } else if (type instanceof TimestampType) {
        return OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
      } else if (type instanceof TimestampNTZType) {
        return LocalDateTime.parse(text.replace(' ', 'T'));
      }
    } catch (NumberFormatException | DateTimeException e) {
      throw new IllegalArgumentException(expected(type), e);
    }
    throw new IllegalArgumentException("a type that keys can have; " + type + " is none");
  }

  /**
   * The value as a Delta Kernel literal for comparison with a file's statistics; empty for a type
   * whose comparison is unsupported or inexact.
   */
  static Optional<Literal> literal(Object value) {
    if (value instanceof String text) {
      return Optional.of(Literal.ofString(text));
    } else if (value instanceof Integer number) {
      return Optional.of(Literal.ofInt(number));
    } else if (value instanceof Long number) {
      return Optional.of(Literal.ofLong(number));
    } else if (value instanceof Short number) {
      return Optional.of(Literal.ofShort(number));
    } else if (value instanceof Byte number) {
      return Optional.of(Literal.ofByte(number));
    } else if (value instanceof LocalDate date) {
      return Optional.of(Literal.ofDate((int) date.toEpochDay()));
    }
    return Optional.empty();
  }

  /** Whether a stored value equals the required one. */
  static boolean same(@Nullable Object stored, Object required) {
    if (stored instanceof BigDecimal number && required instanceof BigDecimal other) {
      return number.compareTo(other) == 0;
    }
    return required.equals(stored);
  }

  /** The value of a cell. */
  static @Nullable Object read(Row row, int index) {
    DataType type = row.getSchema().at(index).getDataType();
    if (row.isNullAt(index)) {
      return null;
    } else if (type instanceof StringType) {
      return row.getString(index);
    } else if (type instanceof BooleanType) {
      return row.getBoolean(index);
    } else if (type instanceof ByteType) {
      return row.getByte(index);
    } else if (type instanceof ShortType) {
      return row.getShort(index);
    } else if (type instanceof IntegerType) {
      return row.getInt(index);
    } else if (type instanceof LongType) {
      return row.getLong(index);
    } else if (type instanceof FloatType) {
      return row.getFloat(index);
    } else if (type instanceof DoubleType) {
      return row.getDouble(index);
    }
    return readFurther(row, index, type);
  }

  private static Object readFurther(Row row, int index, DataType type) {
    if (type instanceof DecimalType) {
      return row.getDecimal(index);
    } else if (type instanceof DateType) {
      return LocalDate.ofEpochDay(row.getInt(index));
    } else if (type instanceof TimestampType) {
      return instant(row.getLong(index));
    } else if (type instanceof TimestampNTZType) {
      return LocalDateTime.ofInstant(instant(row.getLong(index)), ZoneOffset.UTC);
    } else if (type instanceof MapType map
        && map.getKeyType() instanceof StringType
        && map.getValueType() instanceof DoubleType) {
      return numbers(row.getMap(index));
    }
    // A pass-through column may have any type; one without a plain form is shown as its type.
    return "<" + type + ">";
  }

  private static Map<String, Double> numbers(MapValue map) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (int i = 0; i < map.getSize(); i++) {
      numbers.put(map.getKeys().getString(i), map.getValues().getDouble(i));
    }
    return numbers;
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static Boolean bool(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("true or false");
    }
    return text.equals("true");
  }

  private static String expected(DataType type) {
    if (type instanceof DateType) {
      return "a date such as 2026-05-01";
    } else if (type instanceof TimestampType) {
      return "an instant with its offset such as 2026-05-01T12:00:00Z";
    } else if (type instanceof TimestampNTZType) {
      return "a time such as 2026-05-01T12:00:00";
    } else if (type instanceof FloatType
        || type instanceof DoubleType
        || type instanceof DecimalType) {
      return "a number";
    }
    return "a whole number that fits " + type;
  }
}
