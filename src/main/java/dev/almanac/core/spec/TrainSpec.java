package dev.almanac.core.spec;

import dev.almanac.core.MissingPolicy;
import dev.almanac.core.TaskType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Training of a model.
 *
 * @param label the label column; for clustering {@link #CLUSTER}, which is not a column
 * @param positive for a binary task, the positive label as text; empty otherwise
 * @param features with distinct names, none of them the label; at least one unless there are rules
 * @param rules rules for further features; none after resolution against a table
 * @param combined features derived from several features
 * @param window time window of the training rows; absent for all rows of the query
 * @param weights sample weights and offset
 * @param learning relation to the previous training
 * @param search hyperparameter search; absent for none
 * @param gate rules that must all hold
 * @param parity size and tolerance of the parity test
 * @param reproducibility reproducibility of the training, which determines the partitions
 */
public record TrainSpec(
    DatasetSpec dataset,
    TaskType task,
    String label,
    String positive,
    List<FeatureSpec> features,
    FeatureRules rules,
    CombinationSpec combined,
    SplitSpec split,
    Optional<WindowSpec> window,
    WeightSpec weights,
    AlgorithmSpec algorithm,
    LearningSpec learning,
    Optional<SearchSpec> search,
    List<GateRule> gate,
    Parity parity,
    long seed,
    Reproducibility reproducibility) {
  /** Placeholder label of a clustering. */
  public static final String CLUSTER = "cluster";

  /**
   * The parity test of an exported model against the trained one.
   *
   * @param rows rows drawn from the holdout; edge cases are added
   * @param tolerance the largest |a - b| / max(1, |a|)
   */
  public record Parity(int rows, double tolerance) {
    /** Checks the ranges. */
    public Parity {
      if (rows < 1 || rows > 100_000) {
        throw new IllegalArgumentException("parity.rows is 1 to 100000, not " + rows);
      }
      if (!(tolerance >= 0 && tolerance <= 1e-3)) {
        throw new IllegalArgumentException("parity.tolerance is 0 to 0.001, not " + tolerance);
      }
    }
  }

  /** The model's input columns: the features and, last, the offset. */
  public List<FeatureSpec> inputs() {
    return weights
        .offset()
        .map(
            offset ->
                Stream.concat(
                        features.stream(),
                        Stream.<FeatureSpec>of(
                            new FeatureSpec.Numeric(offset, MissingPolicy.REJECT, 0)))
                    .toList())
        .orElse(features);
  }

  /** A copy with another algorithm or other parameters. */
  public TrainSpec with(AlgorithmSpec other) {
    return with(features, rules, other);
  }

  /** A copy with these features and no rules. */
  public TrainSpec resolved(List<FeatureSpec> all) {
    return with(all, FeatureRules.NONE, algorithm);
  }

  private TrainSpec with(
      List<FeatureSpec> otherFeatures, FeatureRules otherRules, AlgorithmSpec otherAlgorithm) {
    return new TrainSpec(
        dataset,
        task,
        label,
        positive,
        otherFeatures,
        otherRules,
        combined,
        split,
        window,
        weights,
        otherAlgorithm,
        learning,
        search,
        gate,
        parity,
        seed,
        reproducibility);
  }

  /** The features and the rules. */
  public List<FeatureSpec> treatments() {
    return Stream.concat(features.stream(), rules.rules().stream()).toList();
  }

  /**
   * @throws IllegalArgumentException if parts contradict each other
   */
  public TrainSpec {
    features = List.copyOf(features);
    gate = List.copyOf(gate);
    if (features.isEmpty() && !rules.any()) {
      throw new IllegalArgumentException("a model needs at least one feature");
    }
    Set<String> names = new HashSet<>();
    for (FeatureSpec feature : features) {
      if (feature.name().equals(label)) {
        throw new IllegalArgumentException(
            "'%s' is the label and a feature: the model would be told the answer".formatted(label));
      }
      if (!names.add(feature.name())) {
        throw new IllegalArgumentException("'%s' is a feature twice".formatted(feature.name()));
      }
    }
    if (!algorithm.algorithm().supports(task)) {
      throw new IllegalArgumentException(
          "%s cannot do a %s task".formatted(algorithm.algorithm().word(), task.word()));
    }
    if (task == TaskType.BINARY == positive.isEmpty()) {
      throw new IllegalArgumentException(
          "a positive label belongs to a binary task, and a binary task needs one");
    }
  }
}
