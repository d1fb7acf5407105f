package dev.almanac.core.spec;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sample weights of the fit, and an offset.
 *
 * @param column a column of positive numbers that multiply the loss of each row; absent for 1
 * @param classes weights by label, multiplied with the column's; 1 for a label that is not named
 * @param balanced whether labels have balanced weights: rows / (labels * rows of the label).
 *     Excludes {@code classes}
 * @param offset a column that is added to the linear predictor, such as the logarithm of an
 *     exposure. It is an input of the model in training and in scoring
 */
public record WeightSpec(
    Optional<String> column,
    Map<String, Double> classes,
    boolean balanced,
    Optional<String> offset) {
  /** No weights and no offset. */
  public static final WeightSpec NONE =
      new WeightSpec(Optional.empty(), Map.of(), false, Optional.empty());

  /**
   * @throws IllegalArgumentException if parts exclude each other or a weight is not positive
   */
  public WeightSpec {
    classes = Collections.unmodifiableMap(new TreeMap<>(classes));
    if (balanced && !classes.isEmpty()) {
      throw new IllegalArgumentException(
          "labels are either balanced or have weights of their own, not both");
    }
    classes.forEach(
        (label, weight) -> {
          if (!(weight > 0) || !Double.isFinite(weight)) {
            throw new IllegalArgumentException(
                "the weight of '%s' is a number above 0, not %s".formatted(label, weight));
          }
        });
  }
}
