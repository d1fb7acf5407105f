package dev.almanac.evaluation;

import dev.almanac.core.TaskType;
import java.util.List;

/**
 * Scores of two models on the same rows, as parallel arrays. The arrays are not copied, since they
 * may be long; the caller must not change them.
 */
final class PairedScores {
  private final TaskType task;
  private final List<String> labels;
  private final int positive;
  private final double[] actual;
  private final Side now;
  private final Side before;

  /**
   * Creates the scores.
   *
   * @param labels labels of a classification; empty in regression
   * @param positive index of the positive label; -1 unless the task is binary
   * @param actual index of the actual label, or the actual number
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

  /** Scores of one model. */
  static final class Side {
    private final int[] decided;
    private final double[] number;

    /**
     * Creates the scores.
     *
     * @param decided index of the decided label, or {@link ConfusionMatrix#ABSTAINED}; empty in
     *     regression
     * @param number probability of the positive label (binary) or of the actual one (multi-class),
     *     or the predicted number
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
