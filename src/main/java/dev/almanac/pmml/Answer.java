package dev.almanac.pmml;

import java.util.List;

/** What a PMML model says about one row. */
public sealed interface Answer {
  /**
   * A label.
   *
   * @param label the model's own choice
   * @param probabilities one per label, in the order asked for; empty if the model has none
   */
  record Label(String label, List<Double> probabilities) implements Answer {
    /** Copies the probabilities. */
    public Label {
      probabilities = List.copyOf(probabilities);
    }
  }

  /** A number; may be NaN or infinite if the model says so. */
  record Estimate(double value) implements Answer {}

  /** The model answered with nothing: PMML's missing value. */
  record Nothing() implements Answer {}

  /** The row cannot be scored by this model; another row may be. */
  record Refused(String why) implements Answer {}
}
