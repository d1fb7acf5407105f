package dev.almanac.scoring;

import dev.almanac.forecast.FeatureSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Supplies inputs from the column vectors of batches. */
final class BatchSource implements CellSource {
  private final int[] ordinals;
  private final StructType schema;
  private final List<BatchCells> readers = new ArrayList<>();
  private ColumnarBatch batch = new ColumnarBatch(new ColumnVector[0]);

  /**
   * Supplies inputs from batches of one schema.
   *
   * @param ordinals the column of each input
   * @param schema the schema of the batches
   */
  BatchSource(int[] ordinals, StructType schema) {
    this.ordinals = ordinals;
    this.schema = schema;
  }

  void of(ColumnarBatch next) {
    batch = next;
    readers.forEach(reader -> reader.of(next));
  }

  @Override
  public FeatureSource cells(int[] inputs, List<? extends TextCodes> codes) {
    int[] own = Arrays.stream(inputs).map(input -> ordinals[input]).toArray();
    BatchCells cells = new BatchCells(own, schema, codes);
    if (batch.numCols() > 0) {
      cells.of(batch);
    }
    readers.add(cells);
    return cells;
  }
}
