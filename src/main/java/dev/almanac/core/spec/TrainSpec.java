package dev.almanac.core.spec;

import dev.almanac.core.MissingPolicy;
import dev.almanac.core.TaskType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a model is made.
 *
 * @param label the column to forecast; for clustering {@link #CLUSTER}, which no column is
 * @param positive for a binary task the label (as text) whose probability is told; empty otherwise
 * @param features with distinct names, none of them the label; at least one unless there are rules
 * @param rules further features, by rule; none once they were resolved against a table
 * @param combined what is made of the features together
 * @param window the part of the past that is read; absent means all of the query's rows
 * @param weights what rows count
 * @param learning how the training follows the one before
 * @param search which parameters of the algorithm are tried; absent means none
 * @param gate thresholds, all of which must hold
 * @param parity rows of the holdout in the parity probe, and the largest difference allowed
 * @param reproducibility how alike two trainings are, which decides about partitions
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
  /** What stands in for a label where there is none. */
  public static final String CLUSTER = "cluster";

  /**
   * The probe that an exported model must answer as the trained one does.
   *
   * @param rows drawn from the holdout; rows at the edges are added to them
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

  /** What a row must have to be forecast: the features and, last of all, the offset. */
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

  /** The same with another algorithm or other parameters. */
  public TrainSpec with(AlgorithmSpec other) {
    return with(features, rules, other);
  }

  /** The same with these features and no rules. */
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

  /** The features and the rules: every treatment that the job asks for, whatever it is of. */
  public List<FeatureSpec> treatments() {
    return Stream.concat(features.stream(), rules.rules().stream()).toList();
  }

  /**
   * @throws IllegalArgumentException if the parts contradict each other
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
