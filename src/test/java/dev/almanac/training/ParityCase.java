package dev.almanac.training;

import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.AlgorithmSpec;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.NumberShape;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.core.spec.WeightSpec;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TrainSpecs;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One model of the parity matrix.
 *
 * @param offset whether it has an offset
 */
record ParityCase(Algorithm algorithm, TaskType task, Map<String, Object> params, boolean offset) {
  /** Every algorithm for every task that it serves. */
  static Stream<ParityCase> all() {
    return Stream.of(binary(), multiclass(), regression(), generalised()).flatMap(cases -> cases);
  }

  /** One of each algorithm for each task. */
  static Stream<ParityCase> first() {
    Set<String> seen = new HashSet<>();
    return all().filter(one -> seen.add(one.algorithm + " " + one.task));
  }

  /** All that are not among the first. */
  static Stream<ParityCase> further() {
    Set<ParityCase> first = first().collect(Collectors.toSet());
    return all().filter(one -> !first.contains(one));
  }

  private static Stream<ParityCase> binary() {
    return Stream.of(
        binary(Algorithm.LOGISTIC_REGRESSION, Map.of()),
        binary(Algorithm.LOGISTIC_REGRESSION, Map.of("reg-param", 0.01, "elastic-net-param", 1.0)),
        binary(Algorithm.LINEAR_SVC, Map.of("max-iter", 20)),
        binary(Algorithm.MULTILAYER_PERCEPTRON, Map.of("layers", List.of(4), "max-iter", 20)),
        binary(Algorithm.NAIVE_BAYES, Map.of()),
        binary(Algorithm.DECISION_TREE, Map.of()),
        binary(Algorithm.RANDOM_FOREST, Map.of("num-trees", 5)),
        binary(Algorithm.GBT, Map.of("max-iter", 5, "max-depth", 3)),
        binary(Algorithm.XGBOOST, Map.of("num-round", 8, "max-depth", 4, "subsample", 0.8)));
  }

  private static Stream<ParityCase> multiclass() {
    return Stream.of(
            of(Algorithm.LOGISTIC_REGRESSION, Map.of("reg-param", 0.001)),
            of(Algorithm.MULTILAYER_PERCEPTRON, Map.of("max-iter", 20)),
            of(Algorithm.NAIVE_BAYES, Map.of("smoothing", 0.5)),
            of(Algorithm.DECISION_TREE, Map.of("impurity", "entropy")),
            of(Algorithm.RANDOM_FOREST, Map.of("num-trees", 5)),
            of(Algorithm.XGBOOST, Map.of("num-round", 4, "max-depth", 4)))
        .map(one -> new ParityCase(one.algorithm, TaskType.MULTICLASS, one.params, false));
  }

  private static Stream<ParityCase> regression() {
    return Stream.of(
        of(Algorithm.LINEAR_REGRESSION, Map.of()),
        of(Algorithm.LINEAR_REGRESSION, Map.of("loss", "huber")),
        of(Algorithm.DECISION_TREE, Map.of("max-bins", 4)),
        of(Algorithm.RANDOM_FOREST, Map.of("num-trees", 5, "subsampling-rate", 0.7)),
        of(Algorithm.GBT, Map.of("max-iter", 5, "max-depth", 3)),
        of(Algorithm.XGBOOST, Map.of("num-round", 8, "num-parallel-tree", 2)),
        of(Algorithm.XGBOOST, Map.of("num-round", 8, "objective", "reg:gamma")),
        new ParityCase(Algorithm.KMEANS, TaskType.CLUSTERING, Map.of("k", 4), false));
  }

  private static Stream<ParityCase> generalised() {
    return Stream.of(
        glm("gaussian", "identity", false),
        glm("gaussian", "identity", true),
        glm("gaussian", "log", false),
        glm("poisson", "log", true),
        glm("poisson", "sqrt", false),
        glm("gamma", "inverse", false),
        glm("gamma", "log", false),
        glm("gamma", "log", true),
        glm("binomial", "logit", false),
        glm("binomial", "logit", true),
        glm("binomial", "probit", true),
        glm("binomial", "cloglog", false));
  }

  private static ParityCase binary(Algorithm algorithm, Map<String, Object> params) {
    return new ParityCase(algorithm, TaskType.BINARY, params, false);
  }

  private static ParityCase of(Algorithm algorithm, Map<String, Object> params) {
    return new ParityCase(algorithm, TaskType.REGRESSION, params, false);
  }

  private static ParityCase glm(String family, String link, boolean offset) {
    return new ParityCase(
        Algorithm.GLM, TaskType.REGRESSION, Map.of("family", family, "link", link), offset);
  }

  /** The model's job over a table. */
  TrainSpec spec(ParityTable table) {
    TrainSpecs specs =
        TrainSpecs.like(
            ModelFixture.spec(
                algorithm,
                task,
                params,
                algorithm == Algorithm.NAIVE_BAYES
                    ? table.factors().stream().map(ParityCase::counted).toList()
                    : isOneHot() ? table.factors() : table.features()));
    if ("binomial".equals(params.get("family"))) {
      specs.label(ParityTable.SHARE);
    }
    if (offset) {
      specs.weights(
          new WeightSpec(Optional.empty(), Map.of(), false, Optional.of(ParityTable.OFFSET)));
    }
    return specs.made();
  }

  /** What tells apart the rows that models of a table are fitted on. */
  String rows(TrainSpec spec) {
    return "%s %s %s".formatted(task, spec.label(), spec.inputs());
  }

  private boolean isOneHot() {
    return algorithm.encoding() == Algorithm.Encoding.ONE_HOT;
  }

  AlgorithmSpec made() {
    return new AlgorithmSpec(algorithm, params);
  }

  /** Counts cannot be negative: not in the fit, and not at the edges of the probe. */
  private static FeatureSpec counted(FeatureSpec feature) {
    return feature instanceof FeatureSpec.Numeric number
        ? new FeatureSpec.Numeric(
            number.name(),
            number.missing(),
            number.constant(),
            new NumberShape(
                OptionalDouble.of(0),
                OptionalDouble.empty(),
                false,
                NumberShape.Scale.NONE,
                NumberShape.Buckets.NONE))
        : feature;
  }

  @Override
  public String toString() {
    return "%s %s %s%s"
        .formatted(algorithm.word(), task.word(), params, offset ? " with offset" : "");
  }
}
