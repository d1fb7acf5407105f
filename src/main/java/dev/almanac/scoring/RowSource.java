package dev.almanac.scoring;

import dev.almanac.forecast.FeatureSource;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** Rows of their own, in an array that others fill. */
final class RowSource implements CellSource {
  private final int[] ordinals;
  private final StructType schema;
  private final InternalRow[] rows;

  /**
   * @param ordinals the column of each input
   * @param schema of the rows
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
