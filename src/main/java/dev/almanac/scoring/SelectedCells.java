package dev.almanac.scoring;

import dev.almanac.forecast.FeatureSource;

/** A view of selected rows of another source, in the order of the selection. Not thread-safe. */
final class SelectedCells implements FeatureSource {
  private final FeatureSource all;
  private final double[] one = new double[1];
  private int[] rows = new int[0];

  SelectedCells(FeatureSource all) {
    this.all = all;
  }

  /**
   * Selects the rows that this view shows.
   *
   * @param selected the source row of each row of this view, ascending; not copied
   */
  void select(int[] selected) {
    rows = selected;
  }

  @Override
  public long nulls(int input, int from, int count) {
    if (isRun(from, count)) {
      return all.nulls(input, rows[from], count);
    }
    long nulls = 0;
    for (int i = 0; i < count; i++) {
      nulls |= all.nulls(input, rows[from + i], 1) << i;
    }
    return nulls;
  }

  @Override
  public void numbers(int input, int from, int count, double[] into) {
    if (isRun(from, count)) {
      all.numbers(input, rows[from], count, into);
      return;
    }
    for (int i = 0; i < count; i++) {
      all.numbers(input, rows[from + i], 1, one);
      into[i] = one[0];
    }
  }

  @Override
  public void codes(int input, int from, int count, double[] into) {
    if (isRun(from, count)) {
      all.codes(input, rows[from], count, into);
      return;
    }
    for (int i = 0; i < count; i++) {
      // The value of a null is undefined, but it must be a valid code of this column.
      one[0] = 0;
      all.codes(input, rows[from + i], 1, one);
      into[i] = one[0];
    }
  }

  @Override
  public String text(int input, int row) {
    return all.text(input, rows[row]);
  }

  /**
   * Whether the selected rows are contiguous, as in a table that is sorted by the segment column.
   */
  private boolean isRun(int from, int count) {
    return count > 0 && rows[from + count - 1] - rows[from] == count - 1;
  }
}
