package dev.almanac.compiled;

import java.util.Arrays;

/**
 * The label with the most votes of a forest's trees; of equal votes the label that got its first
 * vote earlier.
 */
final class ForestVote implements Step {
  private final ForestRun forest;
  private final int label;
  private final int[] probabilities;
  private final int scratch;
  private final double[] weights;
  private final boolean floats;
  private final boolean noneIsEnough;
  private final boolean hasFaults;

  /**
   * Buffers of a thread: votes and first votes by row and label, and votes of trees without an
   * answer by row.
   */
  static final class Space {
    final double[] votes;
    final int[] first;
    final double[] none = new double[RowBatch.ROWS];
    final int[] turn = new int[RowBatch.ROWS];

    Space(int labels) {
      votes = new double[labels * RowBatch.ROWS];
      first = new int[labels * RowBatch.ROWS];
    }
  }

  /**
   * Counts votes.
   *
   * @param noneIsEnough whether one tree without an answer makes the answer of the forest missing
   */
  ForestVote(
      ForestRun forest,
      int label,
      int[] probabilities,
      int scratch,
      double[] weights,
      boolean floats,
      boolean noneIsEnough,
      boolean hasFaults) {
    this.forest = forest;
    this.label = label;
    this.probabilities = probabilities;
    this.scratch = scratch;
    this.weights = weights;
    this.floats = floats;
    this.noneIsEnough = noneIsEnough;
    this.hasFaults = hasFaults;
  }

  @Override
  public void run(VectorRegisters lanes) {
    Space space = (Space) lanes.scratch[scratch];
    int size = probabilities.length;
    Arrays.fill(space.votes, 0);
    Arrays.fill(space.first, Integer.MAX_VALUE);
    Arrays.fill(space.none, 0);
    Arrays.fill(space.turn, 0);
    // The fast and the full form contain the same trees, and a row takes one form, so each row
    // counts its own trees.
    forest.run(
        lanes,
        (result, rows, leaves, count) -> {
          for (int i = 0; i < count; i++) {
            int row = rows[i];
            int tree = space.turn[row]++;
            double vote = result[leaves[i]];
            if (Double.isNaN(vote)) {
              space.none[row] += weights[tree];
            } else {
              int at = row * size + (int) vote;
              space.votes[at] = Target.round(space.votes[at] + weights[tree], floats);
              space.first[at] = Math.min(space.first[at], tree);
            }
          }
        });
    long failed = forest.failed(lanes);
    long missing = 0;
    for (int row = 0; row < lanes.rows; row++) {
      boolean result = count(lanes, space, row);
      if (!result) {
        missing |= hasFaults ? 0 : 1L << row;
        failed |= hasFaults ? 1L << row : 0;
      } else if (Double.isNaN(lanes.values[probabilities[0]][row])) {
        failed |= 1L << row;
      }
    }
    lanes.missing[label] = missing;
    lanes.failed[label] = failed & lanes.live;
  }

  /** Counts the votes of a row; returns false if there is no answer. */
  private boolean count(VectorRegisters lanes, Space space, int row) {
    int size = probabilities.length;
    int winner = 0;
    double sum = 0;
    for (int k = 0; k < size; k++) {
      int at = row * size + k;
      int best = row * size + winner;
      boolean more = space.votes[at] > space.votes[best];
      boolean sooner = space.votes[at] == space.votes[best] && space.first[at] < space.first[best];
      winner = more || sooner ? k : winner;
      sum = Target.round(sum + space.votes[at], floats);
    }
    double none = space.none[row];
    for (int k = 0; k < size; k++) {
      double votes = space.votes[row * size + k];
      lanes.values[probabilities[k]][row] = Target.round(votes / sum, floats);
    }
    lanes.values[label][row] = winner;
    return none == 0 || (!noneIsEnough && !hasFaults && (sum == 0 || none <= most(space, row)));
  }

  private double most(Space space, int row) {
    double most = 0;
    for (int k = 0; k < probabilities.length; k++) {
      most = Math.max(most, space.votes[row * probabilities.length + k]);
    }
    return most;
  }

  @Override
  public long bytes() {
    return forest.bytes();
  }
}
