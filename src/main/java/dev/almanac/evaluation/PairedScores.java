package dev.almanac.evaluation;

import dev.almanac.core.TaskType;
import java.util.List;

/**
 * What two models said about the same rows, held in arrays: row i of all of them is one row. Not
 * copied, since they may be long; whoever made them lets go of them.
 *
 * @param labels of a classification; empty in regression
 * @param positive the index of the positive label; -1 unless the task is binary
 * @param actual the index of the actual label, or the actual number
 */
record PairedScores(
    TaskType task, List<String> labels, int positive, double[] actual, Side now, Side before) {
  /**
   * One model's answers.
   *
   * @param decided the index of the decided label; empty in regression
   * @param number the probability of the positive label (binary) or of the actual one
   *     (multi-class), or the forecast number
   */
  record Side(int[] decided, double[] number) {}

  int rows() {
    return actual.length;
  }
}
