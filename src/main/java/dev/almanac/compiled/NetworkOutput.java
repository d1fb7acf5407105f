package dev.almanac.compiled;

/** An output of a neural network; missing where one of the inputs is missing. */
final class NetworkOutput implements Step {
  private final int[] inputs;
  private final int from;
  private final Target target;
  private final int to;

  NetworkOutput(int[] inputs, int from, Target target, int to) {
    this.inputs = inputs;
    this.from = from;
    this.target = target;
    this.to = to;
  }

  @Override
  public void run(VectorRegisters lanes) {
    long missing = 0;
    long failed = 0;
    for (int input : inputs) {
      missing |= lanes.missing[input];
      failed |= lanes.failed[input];
    }
    double[] values = lanes.values[from];
    double[] results = lanes.values[to];
    for (int row = 0; row < lanes.rows; row++) {
      results[row] = target.apply(values[row], false);
      failed |= Double.isNaN(results[row]) ? ~missing & 1L << row : 0;
    }
    lanes.missing[to] = missing & lanes.live;
    lanes.failed[to] = failed & lanes.live;
    Derived.blank(results, missing, lanes.rows);
  }
}
