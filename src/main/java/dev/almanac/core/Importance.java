package dev.almanac.core;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a model learned about its inputs.
 *
 * @param measure what the model itself says of an input: {@code impurity}, {@code gain} or {@code
 *     coefficient}; empty if its algorithm says nothing
 * @param permutation how the loss by permutation was measured; absent if it was not
 * @param inputs one for each input of the signature, in its order
 * @param terms of a linear model the coefficients, the largest first, at most {@link #MOST_TERMS}
 * @param termCount how many coefficients there are
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
   * How the loss by permutation was measured.
   *
   * @param metric the measure that is lost
   * @param value the measure with the values as they are
   * @param rows rows of the holdout
   * @param repeats how often each input was permuted
   */
  public record Permutation(Metric metric, double value, long rows, int repeats) {}

  /**
   * One input.
   *
   * @param learned its share of all inputs' measure, 0 to 1; of coefficients, each is taken by the
   *     standard deviation of its term
   * @param loss by how much the metric gets worse if the input's values are permuted among the rows
   * @param deviation the standard deviation of that over the repeats
   */
  public record Input(
      String name, OptionalDouble learned, OptionalDouble loss, OptionalDouble deviation) {
    /** What it is ordered by: the loss, or else what the model says. */
    public double weight() {
      return loss.orElse(learned.orElse(0));
    }
  }

  /**
   * A coefficient.
   *
   * @param label of a multi-class model the label it adds to; empty otherwise
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

  /** The inputs, the most important first; of equal ones by name. */
  public List<Input> ranked() {
    return inputs.stream()
        .sorted(Comparator.comparingDouble(Input::weight).reversed().thenComparing(Input::name))
        .toList();
  }
}
