package dev.almanac.core.spec;

import static dev.almanac.core.spec.AlgorithmParam.choice;
import static dev.almanac.core.spec.AlgorithmParam.flag;
import static dev.almanac.core.spec.AlgorithmParam.integer;
import static dev.almanac.core.spec.AlgorithmParam.number;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The parameters of each {@link Algorithm}. */
final class AlgorithmParams {
  private static final List<AlgorithmParam> LINEAR =
      List.of(
          number("reg-param", 0, Double.MAX_VALUE, "strength of the penalty"),
          number("elastic-net-param", 0, 1, "0 is L2, 1 is L1"),
          integer("max-iter", 1, 1_000_000, "iterations at most"),
          number("tol", 0, Double.MAX_VALUE, "convergence tolerance"),
          flag("fit-intercept", "whether to fit an intercept"),
          flag("standardization", "whether to scale features before fitting"));

  private static final List<AlgorithmParam> TREE =
      List.of(
          integer("max-depth", 0, 30, "depth of a tree; 0 is a single leaf"),
          integer("max-bins", 2, 1_000_000, "candidate thresholds of a number, and levels at most"),
          integer("min-instances-per-node", 1, Integer.MAX_VALUE, "rows a leaf needs at least"),
          number("min-weight-fraction-per-node", 0, 0.4999999, "share of weight a leaf needs"),
          number("min-info-gain", 0, Double.MAX_VALUE, "gain a split needs"));

  private static final List<AlgorithmParam> ENSEMBLE =
      with(
          TREE,
          number("subsampling-rate", 1e-9, 1, "share of rows each tree sees"),
          choice(
              "feature-subset-strategy",
              Set.of("auto", "all", "sqrt", "log2", "onethird"),
              "features tried at each split"));

  static final List<AlgorithmParam> LOGISTIC_REGRESSION =
      with(
          LINEAR,
          choice("family", Set.of("auto", "binomial", "multinomial"), "label distribution"));

  static final List<AlgorithmParam> LINEAR_REGRESSION =
      with(
          LINEAR,
          choice("loss", Set.of("squaredError", "huber"), "loss that is minimised"),
          number("epsilon", 1.0000001, Double.MAX_VALUE, "shape of the huber loss"),
          choice("solver", Set.of("auto", "normal", "l-bfgs"), "optimiser"));

  static final List<AlgorithmParam> GLM =
      List.of(
          choice("family", Set.of("gaussian", "poisson", "gamma"), "distribution of the label"),
          choice(
              "link",
              Set.of("identity", "log", "inverse", "sqrt"),
              "link between the mean and the linear predictor"),
          number("reg-param", 0, Double.MAX_VALUE, "strength of the L2 penalty"),
          integer("max-iter", 1, 1_000_000, "iterations at most"),
          number("tol", 0, Double.MAX_VALUE, "convergence tolerance"),
          flag("fit-intercept", "whether to fit an intercept"));

  static final List<AlgorithmParam> DECISION_TREE =
      with(TREE, choice("impurity", Set.of("gini", "entropy", "variance"), "how a split is rated"));

  static final List<AlgorithmParam> RANDOM_FOREST =
      with(
          ENSEMBLE,
          integer("num-trees", 1, 10_000, "trees in the forest"),
          choice("impurity", Set.of("gini", "entropy", "variance"), "how a split is rated"));

  static final List<AlgorithmParam> GBT =
      with(
          ENSEMBLE,
          integer("max-iter", 1, 10_000, "trees, fitted one after the other"),
          number("step-size", 1e-9, 1, "learning rate"));

  private AlgorithmParams() {}

  private static List<AlgorithmParam> with(List<AlgorithmParam> base, AlgorithmParam... more) {
    return Stream.concat(base.stream(), Arrays.stream(more)).toList();
  }
}
