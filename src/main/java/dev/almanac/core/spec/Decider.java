package dev.almanac.core.spec;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.Text;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides which label to act on from class probabilities, by a {@link DecisionSpec}. All engines
 * use it. Immutable, thread-safe.
 */
public final class Decider implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String[] labels;
  private final int positive;
  private final double threshold;
  private final double[] thresholds;
  private final double[][] costs;
  private final double abstainBelow;

  private Decider(Signature signature, DecisionSpec decision) {
    labels = signature.labels().toArray(String[]::new);
    positive = signature.task() == TaskType.BINARY ? signature.positiveIndex() : -1;
    threshold = decision.threshold();
    thresholds =
        decision.thresholds().isEmpty()
            ? new double[0]
            : signature.labels().stream()
                .mapToDouble(label -> decision.thresholds().getOrDefault(label, 1.0))
                .toArray();
    costs = decision.costs().isEmpty() ? new double[0][] : costs(decision.costs());
    abstainBelow = decision.abstainBelow().orElse(0);
  }

  /**
   * A decider for a classification.
   *
   * @throws AlmanacException BAD_LABEL if the decision names a label that the model does not have,
   *     or has thresholds for some labels only
   */
  public static Decider of(Signature signature, DecisionSpec decision) {
    problem(signature, decision)
        .ifPresent(
            what -> {
              throw new AlmanacException(ErrorCode.BAD_LABEL, what);
            });
    return new Decider(signature, decision);
  }

  /**
   * The index of the decided label.
   *
   * @param probabilities one for each label, in the signature's order
   * @return empty if the decision abstains. Ties go to the first label; a probability equal to a
   *     binary threshold meets it
   */
  public OptionalInt decide(double[] probabilities) {
    int chosen = choose(probabilities);
    return probabilities[chosen] < abstainBelow ? OptionalInt.empty() : OptionalInt.of(chosen);
  }

  /** As {@link #decide}, but returns the label. */
  public Optional<String> label(double[] probabilities) {
    OptionalInt chosen = decide(probabilities);
    return chosen.isPresent() ? Optional.of(labels[chosen.getAsInt()]) : Optional.empty();
  }

  private int choose(double[] probabilities) {
    if (costs.length > 0) {
      return cheapest(probabilities);
    }
    if (thresholds.length > 0) {
      double[] scaled = new double[probabilities.length];
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] = probabilities[i] / thresholds[i];
      }
      return largest(scaled);
    }
    if (positive >= 0) {
      return probabilities[positive] >= threshold ? positive : 1 - positive;
    }
    return largest(probabilities);
  }

  private int cheapest(double[] probabilities) {
    double[] expected = new double[probabilities.length];
    for (int decided = 0; decided < expected.length; decided++) {
      for (int actual = 0; actual < expected.length; actual++) {
        expected[decided] -= probabilities[actual] * costs[actual][decided];
      }
    }
    return largest(expected);
  }

  private static int largest(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  private double[][] costs(Map<String, Map<String, Double>> said) {
    double[][] matrix = new double[labels.length][labels.length];
    for (int actual = 0; actual < labels.length; actual++) {
      Map<String, Double> row = said.getOrDefault(labels[actual], Map.of());
      for (int decided = 0; decided < labels.length; decided++) {
        matrix[actual][decided] = row.getOrDefault(labels[decided], actual == decided ? 0.0 : 1.0);
      }
    }
    return matrix;
  }

  private static Optional<String> problem(Signature signature, DecisionSpec decision) {
    Set<String> named = new TreeSet<>(decision.thresholds().keySet());
    decision
        .costs()
        .forEach(
            (actual, row) -> {
              named.add(actual);
              named.addAll(row.keySet());
            });
    List<String> unknown = new ArrayList<>(named);
    unknown.removeAll(signature.labels());
    if (!unknown.isEmpty()) {
      return Optional.of(
          "the job's decision names the labels %s, which do not occur; there are %s.\nSpell them in decision as the label's values are."
              .formatted(
                  Text.printable(String.join(", ", unknown)),
                  Text.printable(String.join(", ", signature.labels()))));
    }
    if (!decision.thresholds().isEmpty()
        && decision.thresholds().size() < signature.labels().size()) {
      List<String> without = new ArrayList<>(signature.labels());
      without.removeAll(decision.thresholds().keySet());
      return Optional.of(
          "decision.thresholds says nothing about %s.\nGive every label a threshold, or use decision.costs."
              .formatted(Text.printable(String.join(", ", without))));
    }
    return Optional.empty();
  }
}
