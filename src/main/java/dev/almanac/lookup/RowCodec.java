package dev.almanac.lookup;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.MapValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encoding of a forecast's values as bytes: the number of its origin, a null bitmap with one bit
 * per column, then the non-null values. Part of the index format. Immutable.
 */
final class RowCodec {
  private final List<IndexState.Column> columns;

  RowCodec(List<IndexState.Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /**
   * Appends the encoded row.
   *
   * @param values with texts as bytes, see {@link DataFileIndexer}
   */
  void encode(int origin, ColumnVector[] values, int row, Bytes out) {
    out.count(origin);
    int nulls = out.length();
    for (int i = 0; i < columns.size(); i += 8) {
      out.one(0);
    }
    for (int i = 0; i < values.length; i++) {
      if (values[i].isNullAt(row)) {
        int at = nulls + i / 8;
        out.set(at, out.content()[at] | 1 << i % 8);
      } else {
        encode(columns.get(i).kind(), values[i], row, out);
      }
    }
  }

  private static void encode(CellKind kind, ColumnVector value, int row, Bytes out) {
    switch (kind) {
      case STRING -> out.text(value.getBinary(row));
      case BOOLEAN -> out.one(value.getBoolean(row) ? 1 : 0);
      case BYTE -> out.one(value.getByte(row));
      case SHORT -> out.four(value.getShort(row));
      case INTEGER, DATE -> out.four(value.getInt(row));
      case LONG, TIMESTAMP, TIMESTAMP_NTZ -> out.eight(value.getLong(row));
      case FLOAT -> out.four(Float.floatToRawIntBits(value.getFloat(row)));
      case DOUBLE -> out.eight(Double.doubleToRawLongBits(value.getDouble(row)));
      case DECIMAL -> {
        BigDecimal number = value.getDecimal(row);
        byte[] unscaled = number.unscaledValue().toByteArray();
        out.count(number.scale());
        out.count(unscaled.length);
        out.all(unscaled);
      }
      case NUMBERS -> {
        MapValue map = value.getMap(row);
        out.count(map.getSize());
        for (int i = 0; i < map.getSize(); i++) {
          out.text(map.getKeys().getString(i));
          out.eight(Double.doubleToRawLongBits(map.getValues().getDouble(i)));
        }
      }
      case OTHER -> {}
    }
  }

  /** The origin number of a row. */
  static int origin(ByteBuffer row) {
    return count(row);
  }

  /**
   * The values of a row, in the order of the columns.
   *
   * @param row positioned after its origin
   */
  Map<String, @Nullable Object> decode(ByteBuffer row) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    byte[] nulls = new byte[(columns.size() + 7) / 8];
    row.get(nulls);
    for (int i = 0; i < columns.size(); i++) {
      IndexState.Column column = columns.get(i);
      boolean isNull = (nulls[i / 8] >> i % 8 & 1) != 0;
      values.put(column.name(), isNull ? null : decode(column, row));
    }
    return values;
  }

  private static Object decode(IndexState.Column column, ByteBuffer row) {
    return switch (column.kind()) {
      case STRING -> text(row);
      case BOOLEAN -> row.get() != 0;
      case BYTE -> row.get();
      case SHORT -> (short) row.getInt();
      case INTEGER -> row.getInt();
      case LONG -> row.getLong();
      case FLOAT -> row.getFloat();
      case DOUBLE -> row.getDouble();
      case DECIMAL -> {
        int scale = count(row);
        byte[] unscaled = new byte[count(row)];
        row.get(unscaled);
        yield new BigDecimal(new BigInteger(unscaled), scale);
      }
      case DATE -> LocalDate.ofEpochDay(row.getInt());
      case TIMESTAMP -> instant(row.getLong());
      case TIMESTAMP_NTZ -> LocalDateTime.ofInstant(instant(row.getLong()), ZoneOffset.UTC);
      case NUMBERS -> {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (int left = count(row); left > 0; left--) {
          numbers.put(text(row), row.getDouble());
        }
        yield numbers;
      }
      // The same text as a lookup in the table returns.
      case OTHER -> "<" + column.type() + ">";
    };
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static String text(ByteBuffer row) {
    int length = count(row);
    String text =
        new String(row.array(), row.arrayOffset() + row.position(), length, StandardCharsets.UTF_8);
    row.position(row.position() + length);
    return text;
  }

  private static int count(ByteBuffer row) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = row.get();
      value |= (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }
}
