package dev.almanac.core.spec;

/** Validation of a search trial: which training rows it is fitted on and validated on. */
public sealed interface FoldSpec {
  /**
   * One validation part, split as the job splits training and holdout.
   *
   * @param share share of the rows, 0 to 1 exclusive
   */
  record Holdout(double share) implements FoldSpec {
    /** Checks the share. */
    public Holdout {
      if (!(share > 0 && share < 1)) {
        throw new IllegalArgumentException(
            "the validation part is a share of the rows between 0 and 1, not " + share);
      }
    }
  }

  /**
   * K-fold cross-validation: each part validates a fit on the others; parts are drawn by seed, or
   * by the split's key.
   */
  record KFold(int folds) implements FoldSpec {
    /** Checks the number. */
    public KFold {
      check(folds);
    }
  }

  /** Forward-chaining cross-validation: each time slice validates a fit on all earlier slices. */
  record TimeFolds(int folds) implements FoldSpec {
    /** Checks the number. */
    public TimeFolds {
      check(folds);
    }
  }

  private static void check(int folds) {
    if (folds < 2 || folds > 100) {
      throw new IllegalArgumentException("there are 2 to 100 folds, not " + folds);
    }
  }
}
