package dev.almanac.core;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Importance of a model's inputs.
 *
 * @param measure the model's own importance measure: {@code impurity}, {@code gain} or {@code
 *     coefficient}; empty if its algorithm has none
 * @param permutation how permutation importance was measured; absent if it was not
 * @param inputs one entry for each input of the signature, in the signature's order
 * @param terms coefficients of a linear model, the largest first, at most {@link #MOST_TERMS}
 * @param termCount number of coefficients
 */
public record Importance(
    String measure,
    Optional<Permutation> permutation,
    List<Input> inputs,
    List<Term> terms,
    long termCount) {
  /** Coefficients that are kept. */
  public static final int MOST_TERMS = 500;

  /**
   * Settings of the permutation importance.
   *
   * @param metric the metric whose loss is measured
   * @param value the metric without permutation
   * @param rows rows of the holdout
   * @param repeats permutations of each input
   */
  public record Permutation(Metric metric, double value, long rows, int repeats) {}

  /**
   * Importance of one input.
   *
   * @param learned the input's share of the model's own measure, 0 to 1; each coefficient is
   *     multiplied by the standard deviation of its term
   * @param loss loss of the metric when the input's values are permuted among the rows
   * @param deviation standard deviation of the loss over the repeats
   */
  public record Input(
      String name, OptionalDouble learned, OptionalDouble loss, OptionalDouble deviation) {
    /**
     * The value that inputs are ranked by: the loss if it is present, otherwise the model's own
     * measure.
     */
    public double weight() {
      return loss.orElse(learned.orElse(0));
    }
  }

  /**
   * A coefficient of a linear model.
   *
   * @param label for a multi-class model, the label of the coefficient; empty otherwise
   * @param name the term, such as {@code region = north}
   */
  public record Term(String label, String name, double coefficient) {}

  /** Copies the lists. */
  public Importance {
    Objects.requireNonNull(measure, "measure");
    Objects.requireNonNull(permutation, "permutation");
    inputs = List.copyOf(inputs);
    terms = List.copyOf(terms);
  }

  /** The inputs by descending importance; ties by name. */
  public List<Input> ranked() {
    return inputs.stream()
        .sorted(Comparator.comparingDouble(Input::weight).reversed().thenComparing(Input::name))
        .toList();
  }
}
