package dev.almanac.evaluation;

import dev.almanac.core.Evaluation;
import dev.almanac.core.TaskType;
import java.util.List;
import java.util.Optional;

/** Accumulates groups of classified rows. Single-use, not thread-safe. */
interface ClassificationMetrics {
  /**
   * Adds a group of equal rows. Groups come in descending order of probability.
   *
   * @param decided empty if the decision abstained
   * @param probability of the positive label (binary) or of the actual one (multi-class)
   */
  void add(String actual, Optional<String> decided, double probability, long rows);

  /** The metrics of the added rows. */
  Evaluation evaluation();

  /** An accumulator without rows. */
  static ClassificationMetrics of(TaskType task, List<String> labels, String positive) {
    return task == TaskType.BINARY
        ? new BinaryMetrics(labels, positive)
        : new MulticlassMetrics(labels);
  }
}
