package dev.almanac.compiled;

/** Reads an input that is given as a number. */
record NumberInput(int input, int register, NumberRule rule) implements Step {
  @Override
  public void run(Lanes lanes) {
    double[] from = lanes.values[input];
    double[] to = lanes.values[register];
    long nulls = lanes.missing[input];
    long missing = 0;
    long failed = 0;
    double instead = rule.missing();
    for (int row = 0; row < lanes.rows; row++) {
      double value = (nulls >>> row & 1) == 0 ? rule.read(from[row]) : instead;
      to[row] = value;
      if (Double.isNaN(value)) {
        if (rule.isFailed(value)) {
          failed |= 1L << row;
        } else {
          missing |= 1L << row;
        }
      }
    }
    lanes.missing[register] = missing;
    lanes.failed[register] = failed;
  }
}
