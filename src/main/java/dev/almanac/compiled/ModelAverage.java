package dev.almanac.compiled;

/** The average probability of one label; missing where a model has no answer. */
final class ModelAverage implements Step {
  private final int[] from;
  private final int[] winners;
  private final Combination combination;
  private final int to;

  /**
   * Averages one label.
   *
   * @param from the registers of the models' probabilities
   * @param winners registers that are missing where a model has no answer
   */
  ModelAverage(int[] from, int[] winners, Combination combination, int to) {
    this.from = from;
    this.winners = winners;
    this.combination = combination;
    this.to = to;
  }

  @Override
  public void run(VectorRegisters lanes) {
    long missing = 0;
    long failed = 0;
    for (int register : winners) {
      failed |= lanes.failed[register] & ~missing;
      missing |= lanes.missing[register] & ~failed;
    }
    double[] results = lanes.values[to];
    double divisor = combination.divisor();
    for (int row = 0; row < lanes.rows; row++) {
      double sum = 0;
      for (int i = 0; i < from.length; i++) {
        sum = combination.round(sum + combination.share(i, lanes.values[from[i]][row]));
      }
      results[row] = divisor == 1 ? sum : combination.round(sum / divisor);
    }
    lanes.missing[to] = missing & lanes.live;
    lanes.failed[to] = failed & lanes.live;
  }
}
