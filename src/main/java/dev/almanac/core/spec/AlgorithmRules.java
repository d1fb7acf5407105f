package dev.almanac.core.spec;

import dev.almanac.core.TaskType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Combinations of parameters that are each in range but that Spark rejects together, after reading
 * the data.
 */
public final class AlgorithmRules {
  private static final String FAMILY = "family";
  private static final String SOLVER = "solver";

  /** The links of each family of Spark's GLM; those of tweedie are powers. */
  private static final Map<String, Set<String>> LINKS =
      Map.of(
          "gaussian", Set.of("identity", "log", "inverse"),
          "poisson", Set.of("log", "identity", "sqrt"),
          "gamma", Set.of("inverse", "identity", "log"),
          "binomial", Set.of("logit", "probit", "cloglog"),
          "tweedie", Set.of());

  private final Map<String, Object> params;
  private final TaskType task;
  private final List<SpecViolation> misfits = new ArrayList<>();

  private AlgorithmRules(Map<String, Object> params, TaskType task) {
    this.params = params;
    this.task = task;
  }

  /**
   * The contradictions among the parameters; empty if none is known.
   *
   * @param params values as returned by {@link AlgorithmParam#check}
   */
  public static List<SpecViolation> misfits(
      Algorithm algorithm, Map<String, Object> params, TaskType task) {
    AlgorithmRules rules = new AlgorithmRules(params, task);
    switch (algorithm) {
      case LOGISTIC_REGRESSION -> rules.logistic();
      case LINEAR_REGRESSION -> rules.linear();
      case GLM -> rules.glm();
      case DECISION_TREE, RANDOM_FOREST -> rules.impurity();
      case GBT -> rules.loss();
      case MULTILAYER_PERCEPTRON -> rules.perceptron();
      case KMEANS -> rules.clusters();
      case XGBOOST -> XgboostParams.misfits(task, params).forEach(rules::add);
      default -> {
        // no known conflicts
      }
    }
    return List.copyOf(rules.misfits);
  }

  private void logistic() {
    if (task == TaskType.MULTICLASS && "binomial".equals(params.get(FAMILY))) {
      add(FAMILY, "binomial is for two labels; use auto or multinomial");
    }
  }

  private void linear() {
    boolean huber = "huber".equals(params.get("loss"));
    if (huber && "normal".equals(params.get(SOLVER))) {
      add(SOLVER, "normal cannot minimise the huber loss; use auto or l-bfgs");
    }
    if (huber && params.get("elastic-net-param") instanceof Double share && share > 0) {
      add("elastic-net-param", "the huber loss takes an L2 penalty only, that is 0");
    }
  }

  private void glm() {
    String family = String.valueOf(params.getOrDefault(FAMILY, "gaussian")); // Spark's default
    Set<String> links = LINKS.getOrDefault(family, Set.of());
    if (params.get("link") instanceof String link && !links.contains(link)) {
      add(
          "link",
          links.isEmpty()
              ? "the family tweedie has no named link; leave it out"
              : "'%s' does not go with the family %s, which has %s"
                  .formatted(link, family, String.join(", ", new TreeSet<>(links))));
    }
  }

  private void impurity() {
    if (params.get("impurity") instanceof String impurity
        && impurity.equals("variance") == task.isClassification()) {
      add(
          "impurity",
          "'%s' does not suit a %s task: variance is for regression, gini and entropy for labels"
              .formatted(impurity, task.word()));
    }
  }

  private void loss() {
    if (params.get("loss-type") instanceof String loss
        && loss.equals("logistic") != task.isClassification()) {
      add(
          "loss-type",
          "'%s' does not suit a %s task: logistic is for labels, squared and absolute for numbers"
              .formatted(loss, task.word()));
    }
  }

  private void perceptron() {
    if (params.containsKey("step-size") && !"gd".equals(params.get(SOLVER))) {
      add("step-size", "only solver = gd has a step; l-bfgs, which is the default, finds its own");
    }
  }

  private void clusters() {
    if (params.containsKey("init-steps") && "random".equals(params.get("init-mode"))) {
      add("init-steps", "only init-mode = k-means|| has steps");
    }
  }

  private void add(String param, String what) {
    misfits.add(SpecViolation.param(param, what));
  }
}
