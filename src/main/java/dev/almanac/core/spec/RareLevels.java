package dev.almanac.core.spec;

/**
 * Which levels of a category are too rare to learn from: they count among the unseen, in training
 * and after.
 *
 * @param minRows a level of fewer training rows is rare
 * @param minShare a level of a smaller share of them is rare
 */
public record RareLevels(long minRows, double minShare) {
  /** No level is rare. */
  public static final RareLevels NONE = new RareLevels(1, 0);

  /**
   * @throws IllegalArgumentException if a bound is none
   */
  public RareLevels {
    if (minRows < 1) {
      throw new IllegalArgumentException("rare.min-rows is at least 1, not " + minRows);
    }
    if (!(minShare >= 0 && minShare < 1)) {
      throw new IllegalArgumentException("rare.min-share is from 0 to below 1, not " + minShare);
    }
  }

  /** Whether any level could be rare. */
  public boolean any() {
    return minRows > 1 || minShare > 0;
  }

  /** The fewest rows that a level of so many rows must have. */
  public long fewest(long rows) {
    return Math.max(minRows, (long) Math.ceil(minShare * rows));
  }
}
