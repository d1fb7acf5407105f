package dev.almanac.compiled;

import java.util.Arrays;

/**
 * The label of a forest by the average of its trees' probabilities, or of a single tree by its own
 * choice.
 */
final class ForestLabel implements Step {
  /** How the label is found. */
  enum Choice {
    /** The first number that a leaf tells is its label. */
    LEAF,
    /** The most probable. */
    MOST_PROBABLE
  }

  private final ForestRun forest;
  private final Choice choice;
  private final int label;
  private final int[] probabilities;
  private final int scratch;
  private final boolean floats;
  private final double divisor;
  private final boolean hasFaults;
  private final boolean ordered;

  /**
   * @param label the register of the label, whose index goes with that of its probability
   * @param scratch a place for the numbers of each row: the label, then one a probability
   * @param ordered whether the first of two that are equally probable is known to win
   */
  ForestLabel(
      ForestRun forest,
      Choice choice,
      int label,
      int[] probabilities,
      int scratch,
      boolean floats,
      double divisor,
      boolean hasFaults,
      boolean ordered) {
    this.forest = forest;
    this.choice = choice;
    this.label = label;
    this.probabilities = probabilities;
    this.scratch = scratch;
    this.floats = floats;
    this.divisor = divisor;
    this.hasFaults = hasFaults;
    this.ordered = ordered;
  }

  @Override
  public void run(Lanes lanes) {
    double[] sums = (double[]) lanes.scratch[scratch];
    int size = probabilities.length + 1;
    Arrays.fill(sums, 0);
    forest.run(lanes, visitor(sums, size));
    long failed = forest.failed(lanes);
    long missing = 0;
    double[] labels = lanes.values[label];
    for (int row = 0; row < lanes.rows; row++) {
      int at = row * size;
      if (Double.isNaN(sums[at])) {
        missing |= hasFaults ? 0 : 1L << row;
        failed |= hasFaults ? 1L << row : 0;
      }
      labels[row] = choice == Choice.LEAF ? sums[at] : 0;
      for (int k = 1; k < size; k++) {
        double share = divisor == 1 ? sums[at + k] : Target.round(sums[at + k] / divisor, floats);
        lanes.values[probabilities[k - 1]][row] = share;
      }
    }
    if (choice == Choice.MOST_PROBABLE) {
      failed |= Winner.find(lanes, probabilities, labels, ordered) & ~missing;
    }
    lanes.missing[label] = missing;
    lanes.failed[label] = failed & lanes.live;
  }

  /** Adds what leaves tell; the most usual case, two labels and doubles, without a loop in a loop. */
  private ForestRun.Visitor visitor(double[] sums, int size) {
    if (floats) {
      return (told, rows, leaves, count) -> {
        for (int i = 0; i < count; i++) {
          int from = leaves[i] * size;
          int at = rows[i] * size;
          for (int k = 0; k < size; k++) {
            sums[at + k] = (float) (sums[at + k] + told[from + k]);
          }
        }
      };
    }
    if (size == 3) {
      return (told, rows, leaves, count) -> {
        for (int i = 0; i < count; i++) {
          int from = leaves[i] * 3;
          int at = rows[i] * 3;
          sums[at] += told[from];
          sums[at + 1] += told[from + 1];
          sums[at + 2] += told[from + 2];
        }
      };
    }
    return (told, rows, leaves, count) -> {
      for (int i = 0; i < count; i++) {
        int from = leaves[i] * size;
        int at = rows[i] * size;
        for (int k = 0; k < size; k++) {
          sums[at + k] += told[from + k];
        }
      }
    };
  }

  @Override
  public long bytes() {
    return forest.bytes();
  }
}
