package dev.almanac.shuffle;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;

/** Looks at the rows of a {@link RangeShuffle} while they are computed. Serializable. */
public interface RowObserver extends Serializable {
  /** Work for one partition. */
  Work begin();

  /** For one thread. */
  interface Work {
    /** Looks at a row, which is good until the next one. */
    void row(InternalRow row);

    /** Called once, after the last row of the partition. */
    void end();
  }
}
