package dev.almanac.pmml;

import java.util.List;

/** Result of scoring one row by a PMML model. */
public sealed interface Answer {
  /**
   * A label.
   *
   * @param label the label that the model chose
   * @param probabilities one per label, in the requested order; empty if the model has none
   */
  record Label(String label, List<Double> probabilities) implements Answer {
    /** Copies the probabilities. */
    public Label {
      probabilities = List.copyOf(probabilities);
    }
  }

  /** A number; may be NaN or infinite if the model returns such a value. */
  record Estimate(double value) implements Answer {}

  /** The model's result is PMML's missing value. */
  record Nothing() implements Answer {}

  /** The model cannot score this row; other rows are not affected. */
  record Refused(String why) implements Answer {}
}
