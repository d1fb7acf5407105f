package dev.almanac.compiled;

import java.util.List;

/** Returns the answer of the first model whose predicate is true. */
final class SelectFirst implements Step {
  private final List<Condition> tests;
  private final int[] answers;
  private final List<int[]> from;
  private final int[] to;
  private final int answer;
  private final boolean skips;

  /**
   * Selects among models.
   *
   * @param answers for each model, the register that is missing where the model has no answer
   * @param from for each model, the registers that are copied to {@code to}
   * @param skips whether a model without an answer is skipped
   */
  SelectFirst(
      List<Condition> tests, int[] answers, List<int[]> from, int[] to, int answer, boolean skips) {
    this.tests = List.copyOf(tests);
    this.answers = answers;
    this.from = List.copyOf(from);
    this.to = to;
    this.answer = answer;
    this.skips = skips;
  }

  @Override
  public void run(VectorRegisters lanes) {
    long open = lanes.live;
    long missing = 0;
    long failed = 0;
    for (int i = 0; i < answers.length && open != 0; i++) {
      for (Value value : tests.get(i).looksAt()) {
        failed |= open & lanes.failed[value.register()];
      }
      long chosen = open & tests.get(i).truth(lanes);
      long none = chosen & lanes.missing[answers[i]];
      failed |= chosen & lanes.failed[answers[i]];
      if (skips) {
        chosen &= ~none;
      } else {
        missing |= none;
      }
      copy(lanes, chosen, from.get(i));
      open &= ~chosen;
    }
    lanes.missing[answer] = missing | open;
    lanes.failed[answer] = failed & lanes.live;
  }

  private void copy(VectorRegisters lanes, long rows, int[] registers) {
    for (long left = rows; left != 0; left &= left - 1) {
      int row = Long.numberOfTrailingZeros(left);
      for (int k = 0; k < registers.length; k++) {
        lanes.values[to[k]][row] = lanes.values[registers[k]][row];
      }
    }
  }
}
