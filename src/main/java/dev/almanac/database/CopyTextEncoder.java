package dev.almanac.database;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes rows in the text format of PostgreSQL's COPY. Source of the format: <a
 * href="https://www.postgresql.org/docs/current/sql-copy.html">COPY</a>, File Formats, Text Format.
 */
final class CopyTextEncoder {
  private static final int NANOS_A_MICRO = 1_000;

  private final List<CopyColumn> columns;

  CopyTextEncoder(List<CopyColumn> columns) {
    this.columns = List.copyOf(columns);
  }

  /**
   * Encodes one row, with its line end.
   *
   * @throws AlmanacException COPY_MISMATCH if PostgreSQL cannot store a value
   */
  byte[] line(RowValues row) {
    StringBuilder line = new StringBuilder(columns.size() * 16);
    for (int i = 0; i < columns.size(); i++) {
      if (i > 0) {
        line.append('\t');
      }
      append(line, row.get(i), columns.get(i));
    }
    return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void append(StringBuilder line, @Nullable Object value, CopyColumn column) {
    if (value == null) {
      line.append("\\N");
    } else if (value instanceof String text) {
      escape(line, text, column);
    } else if (value instanceof byte[] bytes) {
      line.append("\\\\x").append(HexFormat.of().formatHex(bytes));
    } else if (value instanceof LocalDate date) {
      day(line, date);
      era(line, date);
    } else if (value instanceof LocalDateTime at) {
      moment(line, at);
      era(line, at.toLocalDate());
    } else if (value instanceof Instant instant) {
      LocalDateTime at = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
      moment(line, at);
      line.append('Z');
      era(line, at.toLocalDate());
    } else if (value instanceof Number || value instanceof Boolean) {
      // Java and PostgreSQL spell NaN, Infinity and -Infinity the same way
      line.append(value);
    } else {
      throw new IllegalStateException(
          "a value of column %s is a %s".formatted(column.name(), value.getClass().getName()));
    }
  }

  private static void escape(StringBuilder line, String text, CopyColumn column) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> line.append("\\\\");
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        case '\0' ->
            throw new AlmanacException(
                ErrorCode.COPY_MISMATCH,
                "a value of the column '%s' has the character \\u0000, which PostgreSQL cannot keep: '%s'"
                    .formatted(column.name(), Text.printable(text)));
        default -> line.append(c);
      }
    }
  }

  /** Encodes a date. PostgreSQL has no year 0: the year before 1 is 1 BC. */
  private static void day(StringBuilder line, LocalDate date) {
    digits(line, date.getYear() > 0 ? date.getYear() : 1 - date.getYear(), 4);
    digits(line.append('-'), date.getMonthValue(), 2);
    digits(line.append('-'), date.getDayOfMonth(), 2);
  }

  private static void moment(StringBuilder line, LocalDateTime at) {
    day(line, at.toLocalDate());
    digits(line.append(' '), at.getHour(), 2);
    digits(line.append(':'), at.getMinute(), 2);
    digits(line.append(':'), at.getSecond(), 2);
    digits(line.append('.'), at.getNano() / NANOS_A_MICRO, 6);
  }

  private static void era(StringBuilder line, LocalDate date) {
    if (date.getYear() <= 0) {
      line.append(" BC");
    }
  }

  /** Appends a zero-padded number without a format, which would take most of a row's time. */
  private static void digits(StringBuilder line, int number, int width) {
    String digits = Integer.toString(number);
    line.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
  }
}
