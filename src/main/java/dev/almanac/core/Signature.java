package dev.almanac.core;

import java.io.Serializable;
import java.util.List;

/**
 * Input and output schema of a model.
 *
 * @param task the task
 * @param inputs the input fields, in the model's order
 * @param target name of the label in training; for clustering the name of the cluster output
 * @param labels for classification, the labels in the order of the model's probabilities; for
 *     clustering the cluster numbers; empty for regression
 * @param positive for binary classification, the label of {@code probability}; empty otherwise
 */
public record Signature(
    TaskType task, List<Field> inputs, String target, List<String> labels, String positive)
    implements Serializable {
  /**
   * Copies its parts.
   *
   * @throws IllegalArgumentException if task and labels contradict each other
   */
  public Signature {
    inputs = List.copyOf(inputs);
    labels = List.copyOf(labels);
    boolean fits =
        switch (task) {
          case BINARY -> labels.size() == 2 && labels.contains(positive);
          case MULTICLASS -> labels.size() >= 2 && positive.isEmpty();
          case REGRESSION -> labels.isEmpty() && positive.isEmpty();
          case CLUSTERING -> positive.isEmpty();
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "a %s model cannot have the labels %s with positive '%s'"
              .formatted(task.word(), labels, positive));
    }
  }

  /** Index of the positive label among the probabilities; binary only. */
  public int positiveIndex() {
    return labels.indexOf(positive);
  }
}
