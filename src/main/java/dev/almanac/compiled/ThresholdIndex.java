package dev.almanac.compiled;

import java.util.Arrays;

/**
 * Finds how many of some limits are below a number. A grid over the limits tells where to begin, so
 * that a few steps are left of a binary search; where limits lie so unevenly that it would not help
 * there is one field, and the search is whole. Immutable.
 */
final class ThresholdIndex {
  /** Fields for each limit. */
  private static final int FIELDS = 2;

  private static final int MOST_FIELDS = 1 << 12;

  /** With more limits in a field than this share of all, a grid is not worth its steps. */
  private static final int CROWDED = 8;

  private final double[] limits;

  /** The limits and behind them as many that no number is above as a field has limits. */
  private final double[] padded;

  private final double low;
  private final double scale;

  /** How many limits lie before each field. */
  private final int[] starts;

  /** How many limits a field has at most. */
  private final int most;

  /**
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

  /** A greater number has no lower field, and NaN has the first. */
  private static int field(double value, double first, double perField, int last) {
    return Math.max(0, Math.min(last, (int) ((value - first) * perField)));
  }

  int size() {
    return limits.length;
  }

  /**
   * The ranks of some numbers. No limit is below NaN.
   *
   * @param values at least count of them
   * @param ranks is filled
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
    // All rows take the same steps of the search, so they overlap in the processor.
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
