package dev.almanac.compiled;

import org.dmg.pmml.Interval;

/**
 * Intervals of numbers, four values each: lower end, upper end, and for each end 1 if it is closed.
 */
final class Ranges {
  private Ranges() {}

  static void put(Interval interval, double[] ranges, int at, String where) {
    Number left = interval.getLeftMargin();
    Number right = interval.getRightMargin();
    if (left == null && right == null) {
      throw new UnsupportedException("an Interval without ends, at " + where);
    }
    ranges[at] = left == null ? Double.NEGATIVE_INFINITY : left.doubleValue();
    ranges[at + 1] = right == null ? Double.POSITIVE_INFINITY : right.doubleValue();
    if (ranges[at] > ranges[at + 1]) {
      throw new UnsupportedException("an Interval that ends before it begins, at " + where);
    }
    boolean fromClosed =
        left == null
            || interval.requireClosure() == Interval.Closure.CLOSED_CLOSED
            || interval.requireClosure() == Interval.Closure.CLOSED_OPEN;
    boolean toClosed =
        right == null
            || interval.requireClosure() == Interval.Closure.CLOSED_CLOSED
            || interval.requireClosure() == Interval.Closure.OPEN_CLOSED;
    ranges[at + 2] = fromClosed ? 1 : 0;
    ranges[at + 3] = toClosed ? 1 : 0;
  }

  /** The index of the first interval that contains a number; -1 if there is none. */
  static int find(double[] ranges, double value) {
    for (int at = 0; at < ranges.length; at += 4) {
      boolean afterFrom = value > ranges[at] || (value == ranges[at] && ranges[at + 2] != 0);
      boolean beforeTo = value < ranges[at + 1] || (value == ranges[at + 1] && ranges[at + 3] != 0);
      if (afterFrom && beforeTo) {
        return at / 4;
      }
    }
    return -1;
  }
}
