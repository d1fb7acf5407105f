package dev.almanac.scoring;

import dev.almanac.forecast.FeatureSource;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Reads inputs from Spark's internal rows. */
final class RowCells implements FeatureSource {
  private final int[] ordinals;
  private final DataType[] types;
  private final CellType[] cellTypes;
  private final List<? extends TextCodes> texts;
  private final InternalRow[] rows;

  /**
   * Reads columns of rows.
   *
   * @param ordinals the column of each input
   * @param schema the schema of the rows
   * @param texts the text codes of each input; unused for numbers
   * @param rows the rows, which the caller fills
   */
  RowCells(int[] ordinals, StructType schema, List<? extends TextCodes> texts, InternalRow[] rows) {
    this.ordinals = ordinals;
    this.types = CellType.types(schema, ordinals);
    this.cellTypes = Arrays.stream(types).map(CellType::of).toArray(CellType[]::new);
    this.texts = texts;
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
      default -> {
        for (int i = 0; i < count; i++) {
          InternalRow row = rows[from + i];
          if (!row.isNullAt(ordinal)) {
            into[i] = cellTypes[input].number(row, ordinal, types[input]);
          }
        }
      }
    }
  }

  @Override
  public void codes(int input, int from, int count, double[] into) {
    int ordinal = ordinals[input];
    TextCodes codesOf = texts.get(input);
    for (int i = 0; i < count; i++) {
      InternalRow row = rows[from + i];
      if (!row.isNullAt(ordinal)) {
        into[i] = cellTypes[input].code(row, ordinal, codesOf);
      }
    }
  }

  @Override
  public String text(int input, int row) {
    return cellTypes[input].text(rows[row], ordinals[input]);
  }
}
