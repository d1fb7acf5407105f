package dev.almanac.lookup;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.Text;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Columns that an aggregate query reads, and access to their cells. Immutable. */
final class AggregateQueryColumns {
  private final StructType read;
  private final List<CellKind> kinds;

  /**
   * @throws AlmanacException BAD_OPTION if the table lacks a column, or its type does not allow the
   *     query
   */
  AggregateQueryColumns(AggregateQuery question, StructType table) {
    Set<String> names = new LinkedHashSet<>();
    question.where().forEach(condition -> names.add(condition.column()));
    names.addAll(question.groupBy());
    for (AggregateQuery.Measure measure : question.measures()) {
      if (measure.kind() != AggregateQuery.Kind.ROWS) {
        names.add(measure.column());
      }
    }
    question.top().ifPresent(top -> names.add(top.column()));
    if (names.isEmpty()) {
      // Rows are counted by one of the columns.
      names.add(ForecastColumns.RUN_DATE);
    }
    StructType required = new StructType();
    for (String name : names) {
      required = required.add(field(table, name));
    }
    read = question.top().isPresent() ? table : required;
    kinds = read.fields().stream().map(field -> CellKind.of(field.getDataType())).toList();
    for (AggregateQuery.Measure measure : question.measures()) {
      if (measure.kind() != AggregateQuery.Kind.ROWS
          && measure.kind() != AggregateQuery.Kind.COUNT) {
        requireNumber(measure.column());
      }
    }
    question.top().ifPresent(top -> requireNumber(top.column()));
    question.groupBy().forEach(this::requirePlain);
    question.where().forEach(condition -> requirePlain(condition.column()));
  }

  /** The columns to read. */
  StructType read() {
    return read;
  }

  int index(String column) {
    return read.indexOf(column);
  }

  private static StructField field(StructType table, String name) {
    int index = table.indexOf(name);
    if (index < 0) {
      throw bad(
          "the table has no column '%s'%s; it has %s."
              .formatted(
                  Text.printable(name),
                  Text.didYouMean(name, table.fieldNames()),
                  String.join(", ", table.fieldNames())));
    }
    return table.at(index);
  }

  private void requireNumber(String column) {
    switch (kinds.get(index(column))) {
      case BYTE, SHORT, INTEGER, LONG, FLOAT, DOUBLE, DECIMAL -> {}
      default -> throw bad("the column '%s' holds no numbers.".formatted(Text.printable(column)));
    }
  }

  private void requirePlain(String column) {
    CellKind kind = kinds.get(index(column));
    if (kind == CellKind.NUMBERS || kind == CellKind.OTHER) {
      throw bad("the column '%s' holds no plain values.".formatted(Text.printable(column)));
    }
  }

  /** The value of a cell for comparison; DATE and timestamps as their stored numbers. */
  static @Nullable Object cell(CellKind kind, ColumnVector column, int row) {
    if (column.isNullAt(row)) {
      return null;
    }
    return switch (kind) {
      case STRING -> column.getString(row);
      case BOOLEAN -> column.getBoolean(row);
      case BYTE -> (long) column.getByte(row);
      case SHORT -> (long) column.getShort(row);
      case INTEGER, DATE -> (long) column.getInt(row);
      case LONG, TIMESTAMP, TIMESTAMP_NTZ -> column.getLong(row);
      case FLOAT -> (double) column.getFloat(row);
      case DOUBLE -> column.getDouble(row);
      case DECIMAL -> column.getDecimal(row);
      case NUMBERS, OTHER -> throw new IllegalStateException("no plain value: " + kind);
    };
  }

  /** The numeric value of a cell; NaN if there is none. */
  static double number(CellKind kind, ColumnVector column, int row) {
    if (column.isNullAt(row)) {
      return Double.NaN;
    }
    return switch (kind) {
      case DOUBLE -> column.getDouble(row);
      case FLOAT -> column.getFloat(row);
      case LONG -> column.getLong(row);
      case INTEGER -> column.getInt(row);
      case SHORT -> column.getShort(row);
      case BYTE -> column.getByte(row);
      case DECIMAL -> {
        BigDecimal number = column.getDecimal(row);
        yield number.doubleValue();
      }
      default -> throw new IllegalStateException("no number: " + kind);
    };
  }

  CellKind kind(int index) {
    return kinds.get(index);
  }

  static AlmanacException bad(String what) {
    return new AlmanacException(ErrorCode.BAD_OPTION, what);
  }
}
