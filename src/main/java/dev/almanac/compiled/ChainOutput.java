package dev.almanac.compiled;

/**
 * Returns the answer of the last model of a chain, for rows that the models before it do not
 * reject.
 */
final class ChainOutput implements Step {
  private final int[] models;
  private final boolean[] handsOn;
  private final boolean returnsMissing;
  private final int to;

  /**
   * Combines the models of a chain.
   *
   * @param models the registers of the models' answers; the last is the answer of the chain
   * @param handsOn for each model, whether it has output fields, which require an answer
   * @param returnsMissing whether a model without an answer makes the answer of the chain missing
   */
  ChainOutput(int[] models, boolean[] handsOn, boolean returnsMissing, int to) {
    this.models = models;
    this.handsOn = handsOn;
    this.returnsMissing = returnsMissing;
    this.to = to;
  }

  @Override
  public void run(VectorRegisters lanes) {
    long missing = 0;
    long failed = 0;
    int last = models.length - 1;
    for (int i = 0; i <= last; i++) {
      failed |= lanes.failed[models[i]] & ~missing;
      long none = lanes.missing[models[i]] & ~failed;
      if (returnsMissing || (i == last && !handsOn[i])) {
        missing |= none;
      } else if (handsOn[i]) {
        failed |= none;
      }
    }
    System.arraycopy(lanes.values[models[last]], 0, lanes.values[to], 0, lanes.rows);
    lanes.missing[to] = missing & lanes.live;
    lanes.failed[to] = failed & lanes.live;
  }
}
