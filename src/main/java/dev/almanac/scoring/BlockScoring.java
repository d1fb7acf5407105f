package dev.almanac.scoring;

import dev.almanac.compiled.RowBatches;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * The work of a scoring node on its rows. Immutable; two are equal if they give the same results.
 */
interface BlockScoring extends Serializable {
  /** The columns that are added to a row. */
  StructType added();

  /** The preferred number of rows in a block, for input that is not columnar. */
  default int rowsAtOnce() {
    return RowBatches.MOST_ROWS;
  }

  /**
   * Creates the work for one task.
   *
   * @param source supplies the inputs of this scoring, in their order
   */
  Work work(CellSource source);

  /** Scores blocks in one task; reused for each block. Not thread-safe. */
  interface Work {
    /** The output columns in the order of {@link BlockScoring#added}; always the same objects. */
    List<ColumnVector> columns();

    /** Scores the source's current rows and fills the columns. */
    void score(int rows);

    /** Called once, after the last row of the task. */
    default void end() {}
  }
}
