package dev.almanac.scoring;

import dev.almanac.forecast.FeatureSource;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Reads inputs from the column vectors of a batch, as Spark's vectorized readers supply them. */
final class BatchCells implements FeatureSource {
  private final int[] ordinals;
  private final DataType[] types;
  private final CellType[] cellTypes;
  private final List<? extends TextCodes> texts;
  private final ColumnVector[] columns;

  /**
   * For each dictionary-encoded column, the codes of its entries, valid for the batch in {@link
   * #entryBatches}.
   */
  private final int[][] entries;

  private final int[][] entryBatches;
  private int batch;
  private ColumnarBatch rows = new ColumnarBatch(new ColumnVector[0]);

  /**
   * Reads columns of batches.
   *
   * @param ordinals the column of each input
   * @param schema the schema of the rows
   * @param texts the text codes of each input; unused for numbers
   */
  BatchCells(int[] ordinals, StructType schema, List<? extends TextCodes> texts) {
    this.ordinals = ordinals;
    this.types = CellType.types(schema, ordinals);
    this.cellTypes = Arrays.stream(types).map(CellType::of).toArray(CellType[]::new);
    this.texts = texts;
    this.columns = new ColumnVector[ordinals.length];
    this.entries = new int[ordinals.length][0];
    this.entryBatches = new int[ordinals.length][0];
  }

  void of(ColumnarBatch next) {
    rows = next;
    batch++;
    for (int input = 0; input < ordinals.length; input++) {
      columns[input] = next.column(ordinals[input]);
    }
  }

  @Override
  public long nulls(int input, int from, int count) {
    ColumnVector column = columns[input];
    if (!column.hasNull()) {
      return 0;
    }
    long nulls = 0;
    for (int i = 0; i < count; i++) {
      nulls |= (column.isNullAt(from + i) ? 1L : 0L) << i;
    }
    return nulls;
  }

  @Override
  public void numbers(int input, int from, int count, double[] into) {
    ColumnVector column = columns[input];
    switch (cellTypes[input]) {
      case DOUBLE -> {
        for (int i = 0; i < count; i++) {
          into[i] = column.getDouble(from + i);
        }
      }
      case INTEGER -> {
        for (int i = 0; i < count; i++) {
          into[i] = column.getInt(from + i);
        }
      }
      case LONG -> {
        for (int i = 0; i < count; i++) {
          into[i] = column.getLong(from + i);
        }
      }
      case FLOAT -> {
        for (int i = 0; i < count; i++) {
          into[i] = column.getFloat(from + i);
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          if (!column.isNullAt(from + i)) {
            into[i] = cellTypes[input].number(rows.getRow(from + i), ordinals[input], types[input]);
          }
        }
      }
    }
  }

  @Override
  public void codes(int input, int from, int count, double[] into) {
    ColumnVector column = columns[input];
    if (column instanceof WritableColumnVector written
        && written.hasDictionary()
        && cellTypes[input] == CellType.STRING) {
      entryCodes(input, written, from, count, into);
      return;
    }
    TextCodes codesOf = texts.get(input);
    for (int i = 0; i < count; i++) {
      if (!column.isNullAt(from + i)) {
        into[i] = cellTypes[input].code(rows.getRow(from + i), ordinals[input], codesOf);
      }
    }
  }

  /** Looks up the code of each dictionary entry once per batch. */
  private void entryCodes(
      int input, WritableColumnVector column, int from, int count, double[] into) {
    TextCodes codesOf = texts.get(input);
    WritableColumnVector ids = column.getDictionaryIds();
    boolean nulls = column.hasNull();
    int[] codes = entries[input];
    int[] batches = entryBatches[input];
    for (int i = 0; i < count; i++) {
      int row = from + i;
      if (nulls && column.isNullAt(row)) {
        continue;
      }
      int id = ids.getDictId(row);
      if (id >= codes.length) {
        codes = Arrays.copyOf(codes, Math.max(id + 1, codes.length * 2));
        batches = Arrays.copyOf(batches, codes.length);
        entries[input] = codes;
        entryBatches[input] = batches;
      }
      if (batches[id] != batch) {
        codes[id] = codesOf.code(column.getUTF8String(row));
        batches[id] = batch;
      }
      into[i] = codes[id];
    }
  }

  @Override
  public String text(int input, int row) {
    return cellTypes[input].text(rows.getRow(row), ordinals[input]);
  }
}
