package dev.almanac.core.spec;

import static dev.almanac.core.spec.AlgorithmParam.choice;
import static dev.almanac.core.spec.AlgorithmParam.flag;
import static dev.almanac.core.spec.AlgorithmParam.integer;
import static dev.almanac.core.spec.AlgorithmParam.integers;
import static dev.almanac.core.spec.AlgorithmParam.number;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The parameters of each {@link Algorithm}: all of Spark 4.0's, except those of {@link #ELSEWHERE}.
 */
final class AlgorithmParams {
  private static final double ANY = Double.MAX_VALUE;
  private static final int MANY = 1_000_000;

  private static final String VALIDATION = "leave it out and choose max-iter by train.search";
  private static final String BOUNDS =
      "they need the width of the features before they are read; use reg-param";

  /**
   * Spark's parameters that are not algorithm parameters here: where they are set, or why they are
   * not supported.
   */
  static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry(
              "threshold",
              "a PMML export drops it without a word, so it is said as decision.threshold, which every engine applies after the probabilities"),
          Map.entry(
              "thresholds",
              "a PMML export drops them without a word, so they are said as decision.thresholds, which every engine applies after the probabilities"),
          Map.entry("weight-col", "write train.weights { column = … }"),
          Map.entry("offset-col", "write train.weights { offset = … }"),
          Map.entry("seed", "write train.seed"),
          Map.entry("label-col", "write train.label"),
          Map.entry("features-col", "write train.features"),
          Map.entry("prediction-col", "forecasts have the column prediction"),
          Map.entry("probability-col", "forecasts have the column probability"),
          Map.entry("raw-prediction-col", "the column is the pipeline's own"),
          Map.entry("link-prediction-col", "it is not exported; the forecast is the mean"),
          Map.entry("variance-col", "it is not exported; leave it out"),
          Map.entry("leaf-col", "it is not exported; leave it out"),
          Map.entry("validation-indicator-col", VALIDATION),
          Map.entry("validation-tol", VALIDATION),
          Map.entry("variance-power", "it belongs to family = tweedie, which cannot be exported"),
          Map.entry("link-power", "it belongs to family = tweedie, which cannot be exported"),
          Map.entry("initial-weights", "they need the width of the features before they are read"),
          Map.entry("lower-bounds-on-coefficients", BOUNDS),
          Map.entry("upper-bounds-on-coefficients", BOUNDS),
          Map.entry("lower-bounds-on-intercepts", BOUNDS),
          Map.entry("upper-bounds-on-intercepts", BOUNDS));

  private static final AlgorithmParam AGGREGATION_DEPTH =
      integer("aggregation-depth", 2, 100, "depth of the tree in which sums are added up");
  private static final AlgorithmParam MAX_BLOCK =
      number("max-block-size-in-mb", 0, ANY, "rows are stacked in blocks of this size; 0 chooses");
  private static final AlgorithmParam MAX_ITER = integer("max-iter", 1, MANY, "iterations at most");
  private static final AlgorithmParam TOL = number("tol", 0, ANY, "convergence tolerance");

  private static final List<AlgorithmParam> DESCENT =
      List.of(
          MAX_ITER,
          TOL,
          number("reg-param", 0, ANY, "strength of the penalty"),
          flag("fit-intercept", "whether to fit an intercept"),
          AGGREGATION_DEPTH);

  private static final List<AlgorithmParam> LINEAR =
      with(
          DESCENT,
          number("elastic-net-param", 0, 1, "0 is L2, 1 is L1"),
          flag("standardization", "whether to scale features before fitting"),
          MAX_BLOCK);

  private static final List<AlgorithmParam> TREE =
      List.of(
          integer("max-depth", 0, 30, "depth of a tree; 0 is a single leaf"),
          integer("max-bins", 2, MANY, "candidate thresholds of a number, and levels at most"),
          integer("min-instances-per-node", 1, Integer.MAX_VALUE, "rows a leaf needs at least"),
          number("min-weight-fraction-per-node", 0, 0.4999999, "share of weight a leaf needs"),
          number("min-info-gain", 0, ANY, "gain a split needs"),
          integer("max-memory-in-mb", 0, MANY, "memory for the histograms of one pass"),
          flag("cache-node-ids", "whether each row's node is kept between passes"),
          integer("checkpoint-interval", -1, MANY, "passes between checkpoints; -1 for none"));

  private static final AlgorithmParam IMPURITY =
      choice("impurity", Set.of("gini", "entropy", "variance"), "how a split is rated");

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
          number("epsilon", 1.0000001, ANY, "shape of the huber loss"),
          choice("solver", Set.of("auto", "normal", "l-bfgs"), "optimiser"));

  static final List<AlgorithmParam> GLM =
      with(
          DESCENT,
          choice(
              "family",
              Set.of("gaussian", "poisson", "gamma", "binomial", "tweedie"),
              "distribution of the label"),
          choice(
              "link",
              Set.of("identity", "log", "inverse", "sqrt", "logit", "probit", "cloglog"),
              "link between the mean and the linear predictor"),
          choice("solver", Set.of("irls"), "optimiser"));

  static final List<AlgorithmParam> LINEAR_SVC =
      with(DESCENT, flag("standardization", "whether to scale features before fitting"), MAX_BLOCK);

  static final List<AlgorithmParam> DECISION_TREE = with(TREE, IMPURITY);

  static final List<AlgorithmParam> RANDOM_FOREST =
      with(
          ENSEMBLE,
          integer("num-trees", 1, 10_000, "trees in the forest"),
          flag("bootstrap", "whether each tree draws its rows with replacement"),
          IMPURITY);

  static final List<AlgorithmParam> GBT =
      with(
          ENSEMBLE,
          integer("max-iter", 1, 10_000, "trees, fitted one after the other"),
          number("step-size", 1e-9, 1, "learning rate"),
          choice("loss-type", Set.of("logistic", "squared", "absolute"), "loss that is minimised"),
          choice("impurity", Set.of("variance"), "how a split is rated"));

  static final List<AlgorithmParam> MULTILAYER_PERCEPTRON =
      List.of(
          integers(
              "layers",
              1,
              10_000,
              "neurons of each hidden layer; the first and the last layer follow from the features and labels"),
          MAX_ITER,
          TOL,
          number("step-size", 1e-9, ANY, "learning rate of solver = gd"),
          integer("block-size", 1, MANY, "rows that are stacked into one matrix"),
          choice("solver", Set.of("l-bfgs", "gd"), "optimiser"));

  static final List<AlgorithmParam> NAIVE_BAYES =
      List.of(
          number("smoothing", 0, ANY, "additive smoothing of counts"),
          choice(
              "model-type",
              Set.of("multinomial", "complement", "bernoulli", "gaussian"),
              "distribution of the features"));

  static final List<AlgorithmParam> KMEANS =
      List.of(
          integer("k", 2, 10_000, "clusters"),
          MAX_ITER,
          TOL,
          choice("init-mode", Set.of("k-means||", "random"), "how the first centres are chosen"),
          integer("init-steps", 1, 1_000, "rounds of k-means||"),
          choice("distance-measure", Set.of("euclidean", "cosine"), "distance to a centre"),
          choice("solver", Set.of("auto", "row", "block"), "how distances are computed"),
          MAX_BLOCK);

  private AlgorithmParams() {}

  private static List<AlgorithmParam> with(List<AlgorithmParam> base, AlgorithmParam... more) {
    return Stream.concat(base.stream(), Arrays.stream(more)).toList();
  }
}
