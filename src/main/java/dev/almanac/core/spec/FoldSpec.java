package dev.almanac.core.spec;

/** How a search judges a try: which rows of the training part it learns from and is judged by. */
public sealed interface FoldSpec {
  /**
   * One validation part, made as the job's split is made.
   *
   * @param share of the rows, 0 to 1 exclusive
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

  /** Each part judges what the others taught; parts are drawn by seed, or by the split's key. */
  record KFold(int folds) implements FoldSpec {
    /** Checks the number. */
    public KFold {
      check(folds);
    }
  }

  /** Each slice of time judges what all slices before it taught. */
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
