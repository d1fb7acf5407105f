package dev.almanac.scoring;

import dev.almanac.compiled.RowBatches;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * What a scoring node of a plan does with its rows. Immutable; two are equal if they answer alike.
 */
interface BlockScoring extends Serializable {
  /** The columns that are added to a row. */
  StructType added();

  /** How many rows of their own are best asked about at once. */
  default int rowsAtOnce() {
    return RowBatches.MOST_ROWS;
  }

  /**
   * Work for one task.
   *
   * @param source where the inputs are found that the scoring was made for, in their order
   */
  Work work(CellSource source);

  /** For one thread, used again for other rows. */
  interface Work {
    /** The columns in the order of {@link BlockScoring#added}; the same ones all the time. */
    List<ColumnVector> columns();

    /** Fills the columns for so many rows, which are in turn at the source. */
    void score(int rows);

    /** Called once, after the last row of the task. */
    default void end() {}
  }
}
