package dev.almanac.evaluation;

import dev.almanac.core.TaskType;
import java.util.List;

/**
 * What two models said about the same rows, held in arrays: row i of all of them is one row. Not
 * copied, since they may be long; whoever made them lets go of them.
 */
final class PairedScores {
  private final TaskType task;
  private final List<String> labels;
  private final int positive;
  private final double[] actual;
  private final Side now;
  private final Side before;

  /**
   * Scores.
   *
   * @param labels of a classification; empty in regression
   * @param positive the index of the positive label; -1 unless the task is binary
   * @param actual the index of the actual label, or the actual number
   */
  PairedScores(
      TaskType task, List<String> labels, int positive, double[] actual, Side now, Side before) {
    this.task = task;
    this.labels = List.copyOf(labels);
    this.positive = positive;
    this.actual = actual;
    this.now = now;
    this.before = before;
  }

  /** One model's answers. */
  static final class Side {
    private final int[] decided;
    private final double[] number;

    /**
     * Answers.
     *
     * @param decided the index of the decided label, or {@link ConfusionMatrix#ABSTAINED}; empty in
     *     regression
     * @param number the probability of the positive label (binary) or of the actual one
     *     (multi-class), or the forecast number
     */
    Side(int[] decided, double[] number) {
      this.decided = decided;
      this.number = number;
    }

    int[] decided() {
      return decided;
    }

    double[] number() {
      return number;
    }
  }

  TaskType task() {
    return task;
  }

  List<String> labels() {
    return labels;
  }

  int positive() {
    return positive;
  }

  double[] actual() {
    return actual;
  }

  Side now() {
    return now;
  }

  Side before() {
    return before;
  }

  int rows() {
    return actual.length;
  }
}
