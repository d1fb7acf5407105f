package dev.almanac.compiled;

/** The sum or average of the numbers of several models; missing where one of them is missing. */
final class ModelSum implements Step {
  private final int[] from;
  private final Combination combination;
  private final Target target;
  private final int to;

  ModelSum(int[] from, Combination combination, Target target, int to) {
    this.from = from;
    this.combination = combination;
    this.target = target;
    this.to = to;
  }

  @Override
  public void run(VectorRegisters lanes) {
    double[] results = lanes.values[to];
    long missing = 0;
    long failed = 0;
    for (int register : from) {
      failed |= lanes.failed[register] & ~missing;
      missing |= lanes.missing[register] & ~failed;
    }
    double divisor = combination.divisor();
    for (int row = 0; row < lanes.rows; row++) {
      double sum = 0;
      for (int i = 0; i < from.length; i++) {
        sum = combination.round(sum + combination.share(i, lanes.values[from[i]][row]));
      }
      double whole = divisor == 1 ? sum : combination.round(sum / divisor);
      results[row] = target.apply(whole, combination.floats());
      failed |= Double.isNaN(results[row]) ? ~missing & 1L << row : 0;
    }
    lanes.missing[to] = missing & lanes.live;
    lanes.failed[to] = failed & lanes.live;
    Derived.blank(results, missing, lanes.rows);
  }
}
