package dev.almanac.compiled;

/** The number of a regression with one table of coefficients. */
record LinearNumber(Linear sum, Link link, boolean floats, Target target, int to) implements Step {
  @Override
  public void run(VectorRegisters lanes) {
    double[] results = lanes.values[to];
    sum.sum(lanes, results);
    long missing = sum.missing(lanes);
    long failed = sum.failed(lanes);
    if (link != Link.NONE || !target.isPlain()) {
      for (int row = 0; row < lanes.rows; row++) {
        results[row] = target.apply(link.apply(results[row], floats), floats);
      }
    }
    for (int row = 0; row < lanes.rows; row++) {
      failed |= Double.isNaN(results[row]) ? ~missing & 1L << row : 0;
    }
    lanes.missing[to] = missing;
    lanes.failed[to] = failed & lanes.live;
    Derived.blank(results, missing, lanes.rows);
  }
}
