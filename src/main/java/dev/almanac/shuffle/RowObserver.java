package dev.almanac.shuffle;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;

/** Observes the rows of a {@link RangeShuffle} during their computation. Serializable. */
public interface RowObserver extends Serializable {
  /** Starts the observation of one partition. */
  Work begin();

  /** Observes one partition. Not thread-safe. */
  interface Work {
    /** Observes a row, which is reused for the next one. */
    void row(InternalRow row);

    /** Called once, after the last row of the partition. */
    void end();
  }
}
