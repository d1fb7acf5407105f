package dev.almanac.core.spec;

/**
 * Frequency limits of levels; rarer levels count as unseen, in training and scoring.
 *
 * @param minRows the fewest training rows of a level
 * @param minShare the smallest share of the training rows of a level
 */
public record RareLevels(long minRows, double minShare) {
  /** No level is rare. */
  public static final RareLevels NONE = new RareLevels(1, 0);

  /**
   * @throws IllegalArgumentException if a limit is out of range
   */
  public RareLevels {
    if (minRows < 1) {
      throw new IllegalArgumentException("rare.min-rows is at least 1, not " + minRows);
    }
    if (!(minShare >= 0 && minShare < 1)) {
      throw new IllegalArgumentException("rare.min-share is from 0 to below 1, not " + minShare);
    }
  }

  /** Whether a level can be rare. */
  public boolean any() {
    return minRows > 1 || minShare > 0;
  }

  /** The fewest rows that a level needs among this number of rows. */
  public long fewest(long rows) {
    return Math.max(minRows, (long) Math.ceil(minShare * rows));
  }
}
