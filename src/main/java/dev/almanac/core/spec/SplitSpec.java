package dev.almanac.core.spec;

import java.time.LocalDate;
import java.util.Optional;

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

  private static void checkShare(double holdout) {
    if (!(holdout > 0 && holdout < 1)) {
      throw new IllegalArgumentException(
          "the holdout is a share of the rows between 0 and 1, not " + holdout);
    }
  }
}
