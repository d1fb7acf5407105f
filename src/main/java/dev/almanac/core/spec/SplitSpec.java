package dev.almanac.core.spec;

import java.time.LocalDate;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Split of the labelled rows into training and holdout. */
public sealed interface SplitSpec {
  /**
   * Split by time: the newest rows are the holdout, so that all training rows are older.
   *
   * @param column a DATE or TIMESTAMP
   * @param from start of the holdout (inclusive, UTC); absent for a split by share
   * @param holdout the holdout's share of rows, 0 to 1 exclusive, used if {@code from} is absent;
   *     rows of one instant stay together
   */
  record ByTime(String column, Optional<LocalDate> from, double holdout) implements SplitSpec {
    /** Checks the share. */
    public ByTime {
      checkShare(holdout);
    }
  }

  /** Random split by the job's seed; independent of the order of rows. */
  record Random(double holdout) implements SplitSpec {
    /** Checks the share. */
    public Random {
      checkShare(holdout);
    }
  }

  /**
   * Random split of keys by the job's seed: all rows of a key are in the same part, so that a key
   * in the holdout does not occur in training.
   *
   * @param column any column that can be compared; a row without a key is in neither part
   * @param holdout the holdout's share of the keys, 0 to 1 exclusive; its share of the rows may
   *     differ
   */
  record ByKey(String column, double holdout) implements SplitSpec {
    /** Checks the share. */
    public ByKey {
      checkShare(holdout);
    }
  }

  /**
   * Split by a column that marks the holdout.
   *
   * @param column a text, number or boolean; a row without a value is in neither part
   * @param values the values of the holdout, as text; all others are training
   */
  record ByColumn(String column, Set<String> values) implements SplitSpec {
    /**
     * @throws IllegalArgumentException if there is no value
     */
    public ByColumn {
      values = Collections.unmodifiableSet(new TreeSet<>(values));
      if (values.isEmpty()) {
        throw new IllegalArgumentException(
            "a split by column needs the values of the holdout, such as [test]");
      }
    }
  }

  private static void checkShare(double holdout) {
    if (!(holdout > 0 && holdout < 1)) {
      throw new IllegalArgumentException(
          "the holdout is a share of the rows between 0 and 1, not " + holdout);
    }
  }
}
