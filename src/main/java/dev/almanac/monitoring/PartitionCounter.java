package dev.almanac.monitoring;

import dev.almanac.data.ValueBins;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Counts the rows of one partition in the bins of each column. It reads Spark's internal rows,
 * since conversion to objects takes longer than counting. Serializable.
 */
final class PartitionCounter implements FlatMapFunction<Iterator<InternalRow>, long[][]> {
  private static final long serialVersionUID = 1L;

  private final ValueBins[] bins;

  /**
   * Creates a counter.
   *
   * @param bins bins of each column; numbers are DOUBLE, levels STRING
   */
  PartitionCounter(List<ValueBins> bins) {
    this.bins = bins.toArray(ValueBins[]::new);
  }

  @Override
  public Iterator<long[][]> call(Iterator<InternalRow> rows) {
    long[][] counts = ValueBins.zeros(List.of(bins));
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      for (int i = 0; i < bins.length; i++) {
        counts[i][bins[i].of(row, i)]++;
      }
    }
    return List.<long[][]>of(counts).iterator();
  }
}
