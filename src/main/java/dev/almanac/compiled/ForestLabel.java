package dev.almanac.compiled;

/**
 * The label of a forest by the average of its trees' probabilities, or of a single tree by its own
 * label.
 */
final class ForestLabel extends ForestSums {
  /** The rule that selects the label. */
  enum Choice {
    /** The label is the first number of a leaf. */
    LEAF,
    /** The label with the highest probability. */
    MOST_PROBABLE;

    /** The number of leaf values before the probabilities. */
    int lead() {
      return this == LEAF ? 1 : 0;
    }
  }

  private final Choice choice;
  private final int label;
  private final int[] probabilities;
  private final boolean floats;
  private final double divisor;
  private final boolean hasFaults;
  private final boolean ordered;

  /**
   * Writes a label and its probabilities.
   *
   * @param label the register of the label, whose index is that of its probability
   * @param scratch index of the buffer for the sums of each row: the label if leaves store it, then
   *     the probabilities
   * @param ordered whether the first of two equally probable labels is known to win
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
    super(forest, scratch);
    this.choice = choice;
    this.label = label;
    this.probabilities = probabilities;
    this.floats = floats;
    this.divisor = divisor;
    this.hasFaults = hasFaults;
    this.ordered = ordered;
  }

  @Override
  void finish(VectorRegisters lanes, double[] sums, long refused) {
    int lead = choice.lead();
    int size = probabilities.length + lead;
    long failed = refused;
    long missing = 0;
    double[] labels = lanes.values[label];
    for (int row = 0; row < lanes.rows; row++) {
      int at = row * size;
      if (Double.isNaN(sums[at])) {
        missing |= hasFaults ? 0 : 1L << row;
        failed |= hasFaults ? 1L << row : 0;
      }
      labels[row] = choice == Choice.LEAF ? sums[at] : 0;
      for (int k = lead; k < size; k++) {
        double share = divisor == 1 ? sums[at + k] : Target.round(sums[at + k] / divisor, floats);
        lanes.values[probabilities[k - lead]][row] = share;
      }
    }
    if (choice == Choice.MOST_PROBABLE) {
      failed |= ArgMax.find(lanes, probabilities, labels, ordered) & ~missing;
    }
    lanes.missing[label] = missing;
    lanes.failed[label] = failed & lanes.live;
  }

  /**
   * Adds leaf values. The most frequent case, two labels in double precision, has no nested loop.
   */
  @Override
  ForestRun.Visitor adder(double[] sums) {
    int size = probabilities.length + choice.lead();
    if (floats) {
      return (leafValues, rows, leaves, count) -> {
        for (int i = 0; i < count; i++) {
          int from = leaves[i] * size;
          int at = rows[i] * size;
          for (int k = 0; k < size; k++) {
            sums[at + k] = (float) (sums[at + k] + leafValues[from + k]);
          }
        }
      };
    }
    if (size == 2) {
      return new Two(sums);
    }
    return (leafValues, rows, leaves, count) -> {
      for (int i = 0; i < count; i++) {
        int from = leaves[i] * size;
        int at = rows[i] * size;
        for (int k = 0; k < size; k++) {
          sums[at + k] += leafValues[from + k];
        }
      }
    };
  }

  /** Adds two numbers per leaf in double precision. */
  private static final class Two implements ForestRun.PairVisitor {
    private final double[] sums;

    Two(double[] sums) {
      this.sums = sums;
    }

    @Override
    public void tree(double[] leafValues, int[] rows, int[] leaves, int count) {
      for (int i = 0; i < count; i++) {
        sums[2 * rows[i]] += leafValues[2 * leaves[i]];
        sums[2 * rows[i] + 1] += leafValues[2 * leaves[i] + 1];
      }
    }

    @Override
    public void two(double[] first, byte[] firstLeaves, double[] second, byte[] secondLeaves) {
      double[] all = sums;
      for (int i = 0; i < RowBatch.ROWS; i++) {
        int a = (firstLeaves[i] & 0xff) << 1;
        int b = (secondLeaves[i] & 0xff) << 1;
        all[2 * i] = all[2 * i] + first[a] + second[b];
        all[2 * i + 1] = all[2 * i + 1] + first[a + 1] + second[b + 1];
      }
    }
  }
}
