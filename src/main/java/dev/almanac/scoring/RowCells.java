package dev.almanac.scoring;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;

/** The inputs in rows of Spark's own form. */
final class RowCells implements Cells {
  private final int[] ordinals;
  private final DataType[] types;
  private final CellType[] cellTypes;
  private final List<Spelling> spellings;
  private final InternalRow[] rows;

  /**
   * @param ordinals the column of each input
   * @param spellings of each input; those of numbers are not asked
   * @param rows the rows, which others fill
   */
  RowCells(int[] ordinals, List<DataType> types, List<Spelling> spellings, InternalRow[] rows) {
    this.ordinals = ordinals;
    this.types = types.toArray(DataType[]::new);
    this.cellTypes = types.stream().map(CellType::of).toArray(CellType[]::new);
    this.spellings = spellings;
    this.rows = rows;
  }

  @Override
  public long nulls(int input, int from, int count) {
    int ordinal = ordinals[input];
    long nulls = 0;
    for (int i = 0; i < count; i++) {
      nulls |= (rows[from + i].isNullAt(ordinal) ? 1L : 0L) << i;
    }
    return nulls;
  }

  @Override
  public void numbers(int input, int from, int count, double[] into) {
    int ordinal = ordinals[input];
    switch (cellTypes[input]) {
      case DOUBLE -> {
        for (int i = 0; i < count; i++) {
          into[i] = rows[from + i].getDouble(ordinal);
        }
      }
      case INTEGER -> {
        for (int i = 0; i < count; i++) {
          into[i] = rows[from + i].getInt(ordinal);
        }
      }
      case LONG -> {
        for (int i = 0; i < count; i++) {
          into[i] = rows[from + i].getLong(ordinal);
        }
      }
      case FLOAT -> {
        for (int i = 0; i < count; i++) {
          into[i] = rows[from + i].getFloat(ordinal);
        }
      }
      default -> otherNumbers(input, from, count, into);
    }
  }

  private void otherNumbers(int input, int from, int count, double[] into) {
    int ordinal = ordinals[input];
    for (int i = 0; i < count; i++) {
      InternalRow row = rows[from + i];
      if (!row.isNullAt(ordinal)) {
        into[i] =
            switch (cellTypes[input]) {
              case BOOLEAN -> row.getBoolean(ordinal) ? 1 : 0;
              case BYTE -> row.getByte(ordinal);
              case SHORT -> row.getShort(ordinal);
              case DECIMAL -> {
                DecimalType type = (DecimalType) types[input];
                yield row.getDecimal(ordinal, type.precision(), type.scale()).toDouble();
              }
              default -> throw new IllegalStateException("no number: " + types[input].sql());
            };
      }
    }
  }

  @Override
  public void codes(int input, int from, int count, double[] into) {
    int ordinal = ordinals[input];
    Spelling spelling = spellings.get(input);
    for (int i = 0; i < count; i++) {
      InternalRow row = rows[from + i];
      if (!row.isNullAt(ordinal)) {
        into[i] =
            switch (cellTypes[input]) {
              case STRING -> spelling.code(row.getUTF8String(ordinal));
              case BOOLEAN -> spelling.code(row.getBoolean(ordinal));
              case BYTE -> spelling.code(row.getByte(ordinal));
              case SHORT -> spelling.code(row.getShort(ordinal));
              case INTEGER -> spelling.code(row.getInt(ordinal));
              case LONG -> spelling.code(row.getLong(ordinal));
              default -> throw new IllegalStateException("no category: " + types[input].sql());
            };
      }
    }
  }

  @Override
  public String text(int input, int row) {
    InternalRow found = rows[row];
    int ordinal = ordinals[input];
    return switch (cellTypes[input]) {
      case STRING -> found.getUTF8String(ordinal).toString();
      case BOOLEAN -> String.valueOf(found.getBoolean(ordinal));
      case BYTE -> String.valueOf(found.getByte(ordinal));
      case SHORT -> String.valueOf(found.getShort(ordinal));
      case INTEGER -> String.valueOf(found.getInt(ordinal));
      case LONG -> String.valueOf(found.getLong(ordinal));
      default -> throw new IllegalStateException("no category: " + types[input].sql());
    };
  }
}
