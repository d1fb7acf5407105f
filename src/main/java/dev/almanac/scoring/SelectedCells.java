package dev.almanac.scoring;

import dev.almanac.forecast.FeatureSource;

/** Some rows of others' cells, in the order of a selection. For one thread. */
final class SelectedCells implements FeatureSource {
  private final FeatureSource all;
  private final double[] one = new double[1];
  private int[] rows = new int[0];

  SelectedCells(FeatureSource all) {
    this.all = all;
  }

  /**
   * Shows other rows.
   *
   * @param selected the row that each row here is, ascending; not copied
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
      // What stands in the place of a null means nothing, but a code of this column it has to be.
      one[0] = 0;
      all.codes(input, rows[from + i], 1, one);
      into[i] = one[0];
    }
  }

  @Override
  public String text(int input, int row) {
    return all.text(input, rows[row]);
  }

  /** Whether the rows stand side by side, as in a table that is sorted by what selects them. */
  private boolean isRun(int from, int count) {
    return count > 0 && rows[from + count - 1] - rows[from] == count - 1;
  }
}
