package dev.almanac.training;

import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.TrainSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds, without starting Spark, parameters that are each in range but that Spark refuses together.
 */
public final class TrainingPreflight {
  private static final Map<String, Set<String>> LINKS =
      Map.of(
          "gaussian", Set.of("identity", "log", "inverse"),
          "poisson", Set.of("log", "identity", "sqrt"),
          "gamma", Set.of("inverse", "identity", "log"));

  private TrainingPreflight() {}

  /** One sentence for each contradiction; empty means none is known. */
  public static List<String> problems(TrainSpec spec) {
    Algorithm algorithm = spec.algorithm().algorithm();
    Map<String, Object> params = spec.algorithm().params();
    List<String> problems =
        new ArrayList<>(FeaturePreflight.problems(spec.features(), spec.combined()));
    if (params.get("impurity") instanceof String impurity
        && impurity.equals("variance") != (spec.task() == TaskType.REGRESSION)) {
      problems.add(
          "impurity = %s does not fit a %s task: a regression has variance, a classification gini or entropy"
              .formatted(impurity, spec.task().word()));
    }
    if (algorithm == Algorithm.LOGISTIC_REGRESSION
        && spec.task() == TaskType.MULTICLASS
        && "binomial".equals(params.get("family"))) {
      problems.add("family = binomial is for two labels; a multiclass task needs multinomial");
    }
    if (algorithm == Algorithm.GLM) {
      String family = String.valueOf(params.getOrDefault("family", "gaussian"));
      if (params.get("link") instanceof String link
          && !LINKS.getOrDefault(family, Set.of()).contains(link)) {
        problems.add(
            "link = %s does not go with family = %s, which has %s"
                .formatted(
                    link,
                    family,
                    String.join(
                        ", ", LINKS.getOrDefault(family, Set.of()).stream().sorted().toList())));
      }
    }
    if (algorithm == Algorithm.LINEAR_REGRESSION) {
      problems.addAll(linear(params));
    }
    return problems;
  }

  private static List<String> linear(Map<String, Object> params) {
    List<String> problems = new ArrayList<>();
    boolean huber = "huber".equals(params.get("loss"));
    double elasticNet =
        params.getOrDefault("elastic-net-param", 0.0) instanceof Double value ? value : 0.0;
    if (huber && "normal".equals(params.get("solver"))) {
      problems.add("loss = huber has no normal equations: use solver = auto or l-bfgs");
    }
    if (huber && elasticNet > 0) {
      problems.add("loss = huber knows only the L2 penalty: set elastic-net-param = 0");
    }
    return problems;
  }
}
