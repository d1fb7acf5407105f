package dev.almanac.evaluation;

import dev.almanac.core.Evaluation;
import dev.almanac.core.TaskType;
import java.util.List;
import java.util.Optional;

/** Adds up groups of classified rows. One use, one thread. */
interface ClassificationMetrics {
  /**
   * Some rows that agree. Groups come by falling probability.
   *
   * @param decided empty where the decision abstained
   * @param probability of the positive label (binary) or of the actual one (multi-class)
   */
  void add(String actual, Optional<String> decided, double probability, long rows);

  /** What the rows amount to. */
  Evaluation evaluation();

  /** Measures without rows. */
  static ClassificationMetrics of(TaskType task, List<String> labels, String positive) {
    return task == TaskType.BINARY
        ? new BinaryMetrics(labels, positive)
        : new MulticlassMetrics(labels);
  }
}
