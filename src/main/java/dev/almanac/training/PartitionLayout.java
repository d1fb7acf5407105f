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
 * Partitioning of the training rows. A fitting stage has one task for each partition.
 *
 * <p>Optimisers sum doubles by partition, and the driver adds the sums in the order of arrival.
 * Since a + b = b + a, but (a + b) + c differs from a + (b + c), two partitions always give the
 * same bits and three do not. Samples and the trees' candidate thresholds depend on the order of
 * rows in a partition, which is determined by the content of the rows.
 */
final class PartitionLayout {
  /** Up to this many rows, {@link Reproducibility#EXACT} gives a bit-identical model. */
  static final long EXACT_ROWS = 4_000_000;

  private static final int EXACT_PARTITIONS = 2;

  /** Below this size, a partition costs more than its task saves. */
  private static final long LEAST_ROWS = 25_000;

  /** Above this size, a partition delays the others and takes too much memory of its executor. */
  private static final long MOST_ROWS = EXACT_ROWS / EXACT_PARTITIONS;

  private PartitionLayout() {}

  /**
   * The columns of the rows, cached, in an order that depends on the content of the rows only.
   *
   * @param count number of rows
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
   * The number of partitions for this many rows.
   *
   * @param slots number of concurrent tasks of the cluster
   */
  static int partitions(long count, int slots, Reproducibility reproducibility) {
    long needed = Math.max(EXACT_PARTITIONS, (count + MOST_ROWS - 1) / MOST_ROWS);
    if (reproducibility == Reproducibility.EXACT) {
      return Math.toIntExact(needed);
    }
    // Rounded up to a multiple of the slots, so that none is idle in the last round.
    long rounds = (needed + slots - 1) / slots;
    return Math.toIntExact(
        rounds > 1 ? rounds * slots : Math.max(needed, Math.min(slots, count / LEAST_ROWS)));
  }

  /**
   * The number of XGBoost workers that this many rows keep busy.
   *
   * @param slots number of concurrent tasks of the cluster
   */
  static int workers(long count, int slots) {
    return Math.toIntExact(Math.max(1, Math.min(slots, count / LEAST_ROWS)));
  }
}
