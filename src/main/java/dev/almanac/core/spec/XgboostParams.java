package dev.almanac.core.spec;

import static dev.almanac.core.spec.AlgorithmParam.choice;
import static dev.almanac.core.spec.AlgorithmParam.integer;
import static dev.almanac.core.spec.AlgorithmParam.number;

import dev.almanac.core.TaskType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The parameters of {@link Algorithm#XGBOOST}, by XGBoost's names in kebab case, and their invalid
 * combinations. Parameters that cannot be exported with the same meaning or are not repeatable are
 * excluded: {@code exact} trees (no categories, a single worker), trees of unbounded depth, {@code
 * updater} and {@code process-type}, constraints by column number, GPUs.
 */
public final class XgboostParams {
  /** Number of workers; derived from the cluster if not set. */
  public static final String NUM_WORKERS = "num-workers";

  /** Threads of each worker. */
  public static final String NTHREAD = "nthread";

  /** The loss function, which determines the output. */
  public static final String OBJECTIVE = "objective";

  private static final String LOGISTIC = "binary:logistic";
  private static final String SOFTPROB = "multi:softprob";
  private static final String SQUARED = "reg:squarederror";
  private static final String TWEEDIE = "reg:tweedie";
  private static final Set<String> POSITIVE = Set.of("count:poisson", "reg:gamma", TWEEDIE);

  static final List<AlgorithmParam> ALL =
      List.of(
          integer("num-round", 1, 10_000, "trees, fitted one after the other (each label its own)"),
          integer("max-depth", 1, 30, "depth of a tree at most"),
          number("eta", 0, 1, "learning rate"),
          number("gamma", 0, Double.MAX_VALUE, "loss that a split must save"),
          number("min-child-weight", 0, Double.MAX_VALUE, "weight (hessian) a leaf needs"),
          number("max-delta-step", 0, Double.MAX_VALUE, "largest answer of a leaf; 0 is no bound"),
          number("subsample", 1e-9, 1, "share of rows each tree sees"),
          number("colsample-bytree", 1e-9, 1, "share of columns each tree sees"),
          number("colsample-bylevel", 1e-9, 1, "share of those that each level sees"),
          number("colsample-bynode", 1e-9, 1, "share of those that each split sees"),
          number("lambda", 0, Double.MAX_VALUE, "L2 penalty of leaves"),
          number("alpha", 0, Double.MAX_VALUE, "L1 penalty of leaves"),
          choice("tree-method", Set.of("auto", "hist", "approx"), "how splits are looked for"),
          integer("max-bin", 2, 65_536, "candidate thresholds of a number"),
          choice("grow-policy", Set.of("depthwise", "lossguide"), "which leaf is split next"),
          integer("max-leaves", 0, 1_000_000, "leaves of a tree at most; 0 is no bound"),
          integer("num-parallel-tree", 1, 1_000, "trees fitted at once in each round"),
          integer("max-cached-hist-node", 1, Integer.MAX_VALUE, "histograms kept in memory"),
          number("scale-pos-weight", 1e-9, 1e9, "binary: how much a row of label index 1 counts"),
          choice(
              OBJECTIVE,
              Set.of(LOGISTIC, SOFTPROB, SQUARED, "count:poisson", "reg:gamma", TWEEDIE),
              "the loss; derived from the task where nothing is said"),
          number("tweedie-variance-power", 1.000001, 1.999999, "reg:tweedie: variance of the mean"),
          number("base-score", -1e30, 1e30, "the answer before the first tree"),
          choice("booster", Set.of("gbtree", "gblinear", "dart"), "what is boosted"),
          integer(NUM_WORKERS, 1, 10_000, "tasks that share the work; all must run at once"),
          integer(NTHREAD, 1, 1_024, "threads of a worker; at most spark.task.cpus"));

  private XgboostParams() {}

  /** The effective objective. */
  public static String objective(TaskType task, Map<String, Object> params) {
    return params.get(OBJECTIVE) instanceof String given
        ? given
        : switch (task) {
          case BINARY -> LOGISTIC;
          case MULTICLASS -> SOFTPROB;
          case REGRESSION -> SQUARED;
          case CLUSTERING -> "";
        };
  }

  /** Whether an objective requires positive labels, and so predicts positive numbers. */
  public static boolean needsPositiveLabels(String objective) {
    return POSITIVE.contains(objective);
  }

  /** Parameters that do not suit the task or each other, with the reason. */
  public static Map<String, String> misfits(TaskType task, Map<String, Object> params) {
    Map<String, String> misfits = new TreeMap<>();
    String objective = objective(task, params);
    boolean suits =
        switch (task) {
          case BINARY -> objective.equals(LOGISTIC);
          case MULTICLASS -> objective.equals(SOFTPROB);
          case REGRESSION -> objective.equals(SQUARED) || POSITIVE.contains(objective);
          case CLUSTERING -> false;
        };
    if (!suits) {
      misfits.put(
          OBJECTIVE,
          "'%s' does not suit a %s task, which has %s"
              .formatted(objective, task.word(), suited(task)));
    }
    if (params.containsKey("scale-pos-weight") && task != TaskType.BINARY) {
      misfits.put("scale-pos-weight", "belongs to a binary task, not to " + task.word());
    }
    if (params.containsKey("tweedie-variance-power") && !objective.equals(TWEEDIE)) {
      misfits.put("tweedie-variance-power", "belongs to objective = " + TWEEDIE);
    }
    if (params.get("base-score") instanceof Double base && suits) {
      baseScore(objective, base, misfits);
    }
    booster(params, misfits);
    return misfits;
  }

  private static String suited(TaskType task) {
    return switch (task) {
      case BINARY -> LOGISTIC;
      case MULTICLASS -> SOFTPROB;
      case REGRESSION -> SQUARED + ", count:poisson, reg:gamma, " + TWEEDIE;
      case CLUSTERING -> "none";
    };
  }

  private static void baseScore(String objective, double base, Map<String, String> misfits) {
    if (objective.equals(LOGISTIC) && !(base > 0 && base < 1)) {
      misfits.put("base-score", "of a binary task is a probability: more than 0 and less than 1");
    }
    if (POSITIVE.contains(objective) && !(base > 0)) {
      misfits.put("base-score", "of objective = %s is more than 0".formatted(objective));
    }
  }

  private static void booster(Map<String, Object> params, Map<String, String> misfits) {
    if ("gblinear".equals(params.get("booster"))) {
      misfits.put(
          "booster",
          "gblinear is fitted by threads that do not wait for each other, so the same rows give"
              + " another model each time; logistic-regression, linear-regression and glm fit"
              + " linear models that can be repeated");
    }
    if ("dart".equals(params.get("booster"))) {
      misfits.put(
          "booster",
          "dart weighs whole trees, and PMML adds weighted trees in another order than XGBoost"
              + " does, so how far the two may differ is not known; use gbtree with subsample or"
              + " colsample-bytree against overfitting");
    }
  }
}
