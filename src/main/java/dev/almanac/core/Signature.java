package dev.almanac.core;

import java.io.Serializable;
import java.util.List;

/**
 * What goes into a model and what comes out of it.
 *
 * @param task what is forecast
 * @param inputs the fields a row must have, in the model's order
 * @param target the name of the label in training; for clustering what its groups are called
 * @param labels for classification, the labels in the order of the model's probabilities; for
 *     clustering the numbers of its groups; empty for regression
 * @param positive for binary classification the label whose probability is told; empty otherwise
 */
public record Signature(
    TaskType task, List<Field> inputs, String target, List<String> labels, String positive)
    implements Serializable {
  /** Copies its parts; refuses a contradiction between task and labels. */
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

  /** The index of the positive label among the probabilities; binary only. */
  public int positiveIndex() {
    return labels.indexOf(positive);
  }
}
