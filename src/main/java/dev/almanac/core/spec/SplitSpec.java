package dev.almanac.core.spec;

import java.time.LocalDate;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** How the labelled rows part into those a model is fitted on and those it is judged by. */
public sealed interface SplitSpec {
  /**
   * The newest rows are the holdout: nobody may know tomorrow while learning.
   *
   * @param column a DATE or TIMESTAMP
   * @param from the holdout begins here (inclusive, UTC); absent means by share
   * @param holdout the share of rows, 0 to 1 exclusive, used where {@code from} is absent; rows of
   *     one instant are never parted
   */
  record ByTime(String column, Optional<LocalDate> from, double holdout) implements SplitSpec {
    /** Checks the share. */
    public ByTime {
      checkShare(holdout);
    }
  }

  /** Rows drawn by the job's seed; the same rows give the same split whatever their order. */
  record Random(double holdout) implements SplitSpec {
    /** Checks the share. */
    public Random {
      checkShare(holdout);
    }
  }

  /**
   * Keys drawn by the job's seed: all rows of one key are on one side, so nothing that the model
   * learns of a customer helps it to forecast the same customer.
   *
   * @param column any column that can be compared; a row without a key is used by neither side
   * @param holdout the share of the keys, 0 to 1 exclusive; keys of many rows move the share of the
   *     rows
   */
  record ByKey(String column, double holdout) implements SplitSpec {
    /** Checks the share. */
    public ByKey {
      checkShare(holdout);
    }
  }

  /**
   * The rows say themselves where they belong.
   *
   * @param column a text, number or truth value; a row without a value is used by neither side
   * @param values those of the holdout, as text; all others are learnt from
   */
  record ByColumn(String column, Set<String> values) implements SplitSpec {
    /**
     * @throws IllegalArgumentException if no value is named
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
