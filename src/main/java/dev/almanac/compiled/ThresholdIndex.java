package dev.almanac.compiled;

import java.util.Arrays;

/**
 * Finds the number of limits below a number. A grid over the limits narrows the range, so that few
 * steps of a binary search remain. If the limits are too unevenly spaced for a grid, there is one
 * cell and the search covers all limits. Immutable.
 */
final class ThresholdIndex {
  /** Grid cells per limit. */
  private static final int FIELDS = 2;

  private static final int MOST_FIELDS = 1 << 12;

  /**
   * Minimum ratio of all limits to the limits of the largest cell; below it, a grid does not save
   * steps.
   */
  private static final int CROWDED = 8;

  private final double[] limits;

  /** The limits, followed by as many infinite ones as a cell has limits at most. */
  private final double[] padded;

  private final double low;
  private final double scale;

  /** For each cell, the number of limits before it. */
  private final int[] starts;

  /** The largest number of limits in a cell. */
  private final int most;

  /**
   * Builds the index.
   *
   * @param limits ascending, none of them NaN
   */
  ThresholdIndex(double[] limits) {
    this.limits = limits.clone();
    int fields = Math.min(MOST_FIELDS, FIELDS * limits.length);
    double first = limits.length == 0 ? 0 : limits[0];
    double last = limits.length == 0 ? 0 : limits[limits.length - 1];
    double perField = fields / (last - first);
    int[] counts = counts(first, perField, fields);
    int crowd = Arrays.stream(counts).max().orElse(0);
    boolean helps = Double.isFinite(perField) && crowd * CROWDED <= limits.length;
    this.low = first;
    this.scale = helps ? perField : 0;
    this.starts = helps ? sums(counts) : new int[1];
    this.most = helps ? crowd : limits.length;
    this.padded = Arrays.copyOf(limits, limits.length + most);
    Arrays.fill(padded, limits.length, padded.length, Double.POSITIVE_INFINITY);
  }

  private int[] counts(double first, double perField, int fields) {
    int[] counts = new int[fields];
    for (double limit : limits) {
      counts[field(limit, first, perField, fields - 1)]++;
    }
    return counts;
  }

  private static int[] sums(int[] counts) {
    int[] before = new int[counts.length];
    for (int i = 1; i < counts.length; i++) {
      before[i] = before[i - 1] + counts[i - 1];
    }
    return before;
  }

  /** The grid cell of a number: monotonic in the number; the first cell for NaN. */
  private static int field(double value, double first, double perField, int last) {
    return Math.max(0, Math.min(last, (int) ((value - first) * perField)));
  }

  int size() {
    return limits.length;
  }

  /**
   * Computes the ranks of some numbers. No limit is below NaN.
   *
   * @param values at least {@code count} numbers
   * @param ranks receives the ranks
   */
  void find(double[] values, int[] ranks, int count) {
    double[] all = padded;
    int[] before = starts;
    int last = before.length - 1;
    double from = low;
    double perField = scale;
    for (int i = 0; i < count; i++) {
      ranks[i] = before[field(values[i], from, perField, last)];
    }
    // All rows take the same search steps, so that the processor overlaps them.
    for (int left = most; left > 0; left >>>= 1) {
      int half = (left + 1) >>> 1;
      for (int i = 0; i < count; i++) {
        int at = ranks[i] + half;
        ranks[i] = all[at - 1] < values[i] ? at : ranks[i];
      }
    }
  }

  long bytes() {
    return 8L * (limits.length + padded.length) + 4L * starts.length;
  }
}
