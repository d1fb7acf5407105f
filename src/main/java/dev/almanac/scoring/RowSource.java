package dev.almanac.scoring;

import dev.almanac.forecast.FeatureSource;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** Supplies inputs from an array of rows, which the caller fills. */
final class RowSource implements CellSource {
  private final int[] ordinals;
  private final StructType schema;
  private final InternalRow[] rows;

  /**
   * Supplies inputs from rows of one schema.
   *
   * @param ordinals the column of each input
   * @param schema the schema of the rows
   * @param rows the rows, which the caller fills
   */
  RowSource(int[] ordinals, StructType schema, InternalRow[] rows) {
    this.ordinals = ordinals;
    this.schema = schema;
    this.rows = rows;
  }

  @Override
  public FeatureSource cells(int[] inputs, List<? extends TextCodes> codes) {
    int[] own = Arrays.stream(inputs).map(input -> ordinals[input]).toArray();
    return new RowCells(own, schema, codes, rows);
  }
}
