package dev.almanac.training;

import static org.apache.spark.sql.functions.col;

import dev.almanac.core.spec.Reproducibility;
import dev.almanac.data.ExactNames;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * The partitions of the rows while a model is fitted. A fitting stage has one task for each.
 *
 * <p>Optimisers add up doubles partition by partition, and the driver adds the partitions' sums in
 * the order in which they arrive. Since a + b = b + a, but not (a + b) + c = a + (b + c), two
 * partitions give the same bits every time and three do not. Samples and trees' candidate
 * thresholds depend on the order inside a partition, which is by the content of the rows.
 */
final class PartitionLayout {
  /** Up to this many rows, {@link Reproducibility#EXACT} gives the same model to the last bit. */
  static final long EXACT_ROWS = 4_000_000;

  private static final int EXACT_PARTITIONS = 2;

  /** A partition of fewer rows costs more than the task for it saves. */
  private static final long LEAST_ROWS = 25_000;

  /** A partition of more rows holds up the others and its executor's memory. */
  private static final long MOST_ROWS = EXACT_ROWS / EXACT_PARTITIONS;

  private PartitionLayout() {}

  /**
   * The columns of the rows, cached, in an order that depends on the rows' content alone.
   *
   * @param count how many rows there are
   */
  static Dataset<Row> arrange(
      Dataset<Row> rows, long count, List<String> columns, Reproducibility reproducibility) {
    int slots = rows.sparkSession().sparkContext().defaultParallelism();
    return rows.repartition(partitions(count, slots, reproducibility), col(TrainingData.ROW))
        .sortWithinPartitions(col(TrainingData.ROW))
        .select(columns.stream().map(name -> ExactNames.column(name)).toArray(Column[]::new))
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /**
   * How many partitions so many rows have.
   *
   * @param slots how many tasks the cluster runs at once
   */
  static int partitions(long count, int slots, Reproducibility reproducibility) {
    long needed = Math.max(EXACT_PARTITIONS, (count + MOST_ROWS - 1) / MOST_ROWS);
    if (reproducibility == Reproducibility.EXACT) {
      return Math.toIntExact(needed);
    }
    // In whole rounds: one partition more than slots would leave the others idle for as long.
    long rounds = (needed + slots - 1) / slots;
    return Math.toIntExact(
        rounds > 1 ? rounds * slots : Math.max(needed, Math.min(slots, count / LEAST_ROWS)));
  }

  /**
   * How many XGBoost workers so many rows keep busy.
   *
   * @param slots how many tasks the cluster runs at once
   */
  static int workers(long count, int slots) {
    return Math.toIntExact(Math.max(1, Math.min(slots, count / LEAST_ROWS)));
  }
}
