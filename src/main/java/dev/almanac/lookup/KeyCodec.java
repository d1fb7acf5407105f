package dev.almanac.lookup;

import io.delta.kernel.data.ColumnVector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Encoding of keys as bytes: equal keys have equal bytes, and the byte order is the sort order of a
 * publication's files, so that a file is sorted already. The bytes are part of the index format.
 * Immutable.
 */
final class KeyCodec {
  private static final int DECIMAL_BYTES = 16;

  private final CellKind[] kinds;
  private final int[] scales;

  /**
   * @param scales of the DECIMAL columns; ignored for others
   */
  KeyCodec(List<CellKind> kinds, int[] scales) {
    this.kinds = kinds.toArray(CellKind[]::new);
    this.scales = scales.clone();
  }

  /**
   * Encodes a key.
   *
   * @param values as {@link KernelValues#parse} returns them
   * @return empty if no row can have this key: it is more precise than the column's type
   */
  Optional<byte[]> encode(List<Object> values) {
    Bytes out = new Bytes();
    for (int i = 0; i < kinds.length; i++) {
      if (!encode(i, values.get(i), out)) {
        return Optional.empty();
      }
    }
    return Optional.of(out.copy());
  }

  private boolean encode(int index, Object value, Bytes out) {
    switch (kinds[index]) {
      case STRING -> {
        byte[] utf8 = ((String) value).getBytes(StandardCharsets.UTF_8);
        text(utf8, index == kinds.length - 1, out);
      }
      case BOOLEAN -> out.one((Boolean) value ? 1 : 0);
      case BYTE, SHORT, INTEGER -> whole(((Number) value).intValue(), out);
      case LONG -> whole(((Number) value).longValue(), out);
      case FLOAT -> fraction((Float) value, out);
      case DOUBLE -> fraction((Double) value, out);
      case DATE -> whole((int) ((LocalDate) value).toEpochDay(), out);
      case DECIMAL -> {
        BigDecimal number = (BigDecimal) value;
        if (number.stripTrailingZeros().scale() > scales[index]) {
          return false;
        }
        return decimal(number.setScale(scales[index], RoundingMode.UNNECESSARY), out);
      }
      case TIMESTAMP -> {
        return instant((Instant) value, out);
      }
      case TIMESTAMP_NTZ -> {
        return instant(((LocalDateTime) value).toInstant(ZoneOffset.UTC), out);
      }
      case NUMBERS, OTHER -> throw new IllegalStateException("no key is " + kinds[index]);
    }
    return true;
  }

  /**
   * Appends the encoded key of a row; none of its cells is null.
   *
   * @param columns with texts as bytes, see {@link DataFileIndexer}
   */
  void encode(ColumnVector[] columns, int row, Bytes out) {
    for (int i = 0; i < kinds.length; i++) {
      ColumnVector column = columns[i];
      switch (kinds[i]) {
        case STRING -> text(column.getBinary(row), i == kinds.length - 1, out);
        case BOOLEAN -> out.one(column.getBoolean(row) ? 1 : 0);
        case BYTE -> whole((int) column.getByte(row), out);
        case SHORT -> whole((int) column.getShort(row), out);
        case INTEGER, DATE -> whole(column.getInt(row), out);
        case LONG, TIMESTAMP, TIMESTAMP_NTZ -> whole(column.getLong(row), out);
        case FLOAT -> fraction(column.getFloat(row), out);
        case DOUBLE -> fraction(column.getDouble(row), out);
        case DECIMAL -> decimal(column.getDecimal(row), out);
        case NUMBERS, OTHER -> throw new IllegalStateException("no key is " + kinds[i]);
      }
    }
  }

  /** A text before another column ends with two zero bytes; a zero byte within it is escaped. */
  private static void text(byte[] utf8, boolean last, Bytes out) {
    if (last) {
      out.all(utf8);
      return;
    }
    for (byte b : utf8) {
      out.one(b);
      if (b == 0) {
        out.one(0xff);
      }
    }
    out.one(0);
    out.one(0);
  }

  private static void whole(int value, Bytes out) {
    out.four(value ^ Integer.MIN_VALUE);
  }

  private static void whole(long value, Bytes out) {
    out.eight(value ^ Long.MIN_VALUE);
  }

  /** IEEE 754 numbers sort as their bits, which are inverted for negative ones. */
  private static void fraction(double value, Bytes out) {
    long bits = Double.doubleToLongBits(value);
    out.eight(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
  }

  private static void fraction(float value, Bytes out) {
    int bits = Float.floatToIntBits(value);
    out.four(bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE);
  }

  private static boolean decimal(BigDecimal number, Bytes out) {
    BigInteger unscaled = number.unscaledValue();
    byte[] bytes = unscaled.toByteArray();
    if (bytes.length > DECIMAL_BYTES) {
      return false;
    }
    int fill = unscaled.signum() < 0 ? 0xff : 0;
    for (int i = 0; i < DECIMAL_BYTES; i++) {
      int from = i - (DECIMAL_BYTES - bytes.length);
      int b = from < 0 ? fill : bytes[from];
      out.one(i == 0 ? b ^ 0x80 : b);
    }
    return true;
  }

  private static boolean instant(Instant instant, Bytes out) {
    if (!instant.equals(instant.truncatedTo(ChronoUnit.MICROS))) {
      return false;
    }
    whole(ChronoUnit.MICROS.between(Instant.EPOCH, instant), out);
    return true;
  }
}
