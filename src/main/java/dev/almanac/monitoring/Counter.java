package dev.almanac.monitoring;

import dev.almanac.data.ValueBins;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/** Counts the rows of one partition, column by column. Serializable. */
final class Counter implements FlatMapFunction<Iterator<Row>, long[][]> {
  private static final long serialVersionUID = 1L;

  private final ValueBins[] bins;

  Counter(List<ValueBins> bins) {
    this.bins = bins.toArray(ValueBins[]::new);
  }

  @Override
  public Iterator<long[][]> call(Iterator<Row> rows) {
    long[][] counts = Tally.zero(List.of(bins));
    while (rows.hasNext()) {
      Row row = rows.next();
      for (int i = 0; i < bins.length; i++) {
        counts[i][Tally.bin(bins[i], row.get(i))]++;
      }
    }
    return List.<long[][]>of(counts).iterator();
  }
}
