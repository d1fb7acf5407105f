package dev.almanac.training;

import static org.apache.spark.sql.functions.col;

import dev.almanac.data.ExactNames;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Where rows lie while a model is fitted. Optimisers add up doubles partition by partition, and the
 * driver adds the partitions' sums in the order they arrive; since a + b = b + a, but not (a + b) +
 * c = a + (b + c), two partitions give the same bits every time and three do not. Samples and
 * trees' candidate thresholds depend on the order inside a partition.
 */
final class FitLayout {
  /** Up to this many rows, a model is the same to the last bit. */
  static final long EXACT_ROWS = 4_000_000;

  private static final int EXACT_PARTITIONS = 2;

  private FitLayout() {}

  /**
   * The columns of the rows, cached, in an order that depends on the rows' content alone.
   *
   * @param count how many rows there are
   */
  static Dataset<Row> arrange(Dataset<Row> rows, long count, List<String> columns) {
    int partitions =
        count <= EXACT_ROWS
            ? EXACT_PARTITIONS
            : Math.toIntExact((count + EXACT_ROWS / 2 - 1) / (EXACT_ROWS / 2));
    return rows.repartition(partitions, col(LabelledRows.ROW))
        .sortWithinPartitions(col(LabelledRows.ROW))
        .select(columns.stream().map(name -> ExactNames.column(name)).toArray(Column[]::new))
        .persist(StorageLevel.MEMORY_AND_DISK());
  }
}
