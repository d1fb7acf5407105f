package dev.almanac.core.spec;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How much each row counts while a model is fitted, and what is known of its forecast beforehand.
 *
 * @param column a number above 0 a row, by which its loss is multiplied; absent means 1
 * @param classes what a row counts by its label, multiplied with the column's number; a label that
 *     is not named counts 1
 * @param balanced whether labels are weighted so that each counts as much as every other: rows /
 *     (labels * rows of the label). Excludes {@code classes}
 * @param offset a column that is added to the linear predictor as it is, such as the logarithm of
 *     an exposure. The model reads it as it reads its features, in training and in scoring
 */
public record WeightSpec(
    Optional<String> column,
    Map<String, Double> classes,
    boolean balanced,
    Optional<String> offset) {
  /** Every row counts the same, and nothing is known beforehand. */
  public static final WeightSpec NONE =
      new WeightSpec(Optional.empty(), Map.of(), false, Optional.empty());

  /**
   * @throws IllegalArgumentException if the parts exclude each other or a weight is not above 0
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
