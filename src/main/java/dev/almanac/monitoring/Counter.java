package dev.almanac.monitoring;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/** Counts the rows of one partition, column by column. Serializable. */
final class Counter implements FlatMapFunction<Iterator<Row>, long[][]> {
  private static final long serialVersionUID = 1L;

  private final Tally[] tallies;

  Counter(List<Tally> tallies) {
    this.tallies = tallies.toArray(Tally[]::new);
  }

  @Override
  public Iterator<long[][]> call(Iterator<Row> rows) {
    long[][] counts = Tally.zero(List.of(tallies));
    while (rows.hasNext()) {
      Row row = rows.next();
      for (int i = 0; i < tallies.length; i++) {
        counts[i][tallies[i].place(row.get(i))]++;
      }
    }
    return List.<long[][]>of(counts).iterator();
  }
}
