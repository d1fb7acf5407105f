package dev.almanac.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.AlgorithmParam;
import dev.almanac.core.spec.AlgorithmSpec;
import dev.almanac.core.spec.XgboostParams;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads {@code train.algorithm}, and refuses combinations that would fail only after reading. */
final class AlgorithmParser {
  private static final Map<String, Algorithm> ALGORITHMS =
      Arrays.stream(Algorithm.values())
          .collect(Collectors.toUnmodifiableMap(Algorithm::word, Function.identity()));

  /** The links that each family of Spark's GLM has. */
  private static final Map<String, Set<String>> LINKS =
      Map.of(
          "gaussian", Set.of("identity", "log", "inverse"),
          "poisson", Set.of("log", "identity", "sqrt"),
          "gamma", Set.of("inverse", "identity", "log"));

  private final Section train;

  AlgorithmParser(Section train) {
    this.train = train;
  }

  Supplier<AlgorithmSpec> parse(Optional<TaskType> task) {
    Section section = train.child("algorithm");
    Optional<Algorithm> algorithm =
        section
            .require("name", "one of " + String.join(", ", new TreeSet<>(ALGORITHMS.keySet())))
            .oneOf("name", ALGORITHMS);
    Map<String, Object> params = new TreeMap<>();
    Section block = section.child("params");
    section
        .value("params")
        .filter(ConfigObject.class::isInstance)
        .map(ConfigObject.class::cast)
        .ifPresent(
            object ->
                object.forEach(
                    (name, value) -> {
                      algorithm.ifPresent(a -> param(block, a, name, value, params));
                    }));
    section.noOthers();
    if (algorithm.isPresent() && task.isPresent()) {
      suits(section, block, algorithm.get(), task.get(), params);
    }
    return () -> new AlgorithmSpec(algorithm.orElseThrow(), params);
  }

  private static void param(
      Section block,
      Algorithm algorithm,
      String name,
      ConfigValue value,
      Map<String, Object> params) {
    Object given = value.unwrapped();
    if (given != null) {
      block.attempt(
          name,
          () -> {
            AlgorithmParam param = algorithm.param(name);
            params.put(name, param.check(typed(param, given)));
          });
    }
  }

  /** A text stands for the number or truth value it spells, as it may come from outside. */
  private static Object typed(AlgorithmParam param, Object given) {
    if (!(given instanceof String text)) {
      return given;
    }
    return switch (param.type()) {
      case CHOICE -> text;
      case BOOLEAN -> text.equals("true") || text.equals("false") ? Boolean.valueOf(text) : text;
      case INTEGER, NUMBER -> {
        try {
          yield Double.valueOf(text);
        } catch (NumberFormatException e) {
          yield text;
        }
      }
    };
  }

  private static void suits(
      Section section,
      Section params,
      Algorithm algorithm,
      TaskType task,
      Map<String, Object> given) {
    if (!algorithm.supports(task)) {
      String able =
          Arrays.stream(Algorithm.values())
              .filter(a -> a.supports(task))
              .map(Algorithm::word)
              .sorted()
              .collect(Collectors.joining(", "));
      section.problem(
          "name", "%s cannot do a %s task; %s can".formatted(algorithm.word(), task.word(), able));
      return;
    }
    String impurity = String.valueOf(given.getOrDefault("impurity", ""));
    if (!impurity.isEmpty() && impurity.equals("variance") == task.isClassification()) {
      params.problem(
          "impurity",
          "'%s' does not suit a %s task: variance is for regression, gini and entropy for labels"
              .formatted(impurity, task.word()));
    }
    if (algorithm == Algorithm.LOGISTIC_REGRESSION
        && task == TaskType.MULTICLASS
        && "binomial".equals(given.get("family"))) {
      params.problem("family", "binomial is for two labels; use auto or multinomial");
    }
    if (algorithm == Algorithm.LINEAR_REGRESSION && "huber".equals(given.get("loss"))) {
      huber(params, given);
    }
    if (algorithm == Algorithm.GLM) {
      link(params, given);
    }
    if (algorithm == Algorithm.XGBOOST) {
      XgboostParams.misfits(task, given).forEach(params::problem);
    }
  }

  private static void huber(Section params, Map<String, Object> given) {
    if ("normal".equals(given.get("solver"))) {
      params.problem("solver", "normal cannot minimise the huber loss; use auto or l-bfgs");
    }
    if (given.get("elastic-net-param") instanceof Double share && share > 0) {
      params.problem("elastic-net-param", "the huber loss takes an L2 penalty only, that is 0");
    }
  }

  private static void link(Section params, Map<String, Object> given) {
    String family = String.valueOf(given.getOrDefault("family", "gaussian")); // Spark's own default
    Set<String> links = LINKS.getOrDefault(family, Set.of());
    if (given.get("link") instanceof String link && !links.contains(link)) {
      params.problem(
          "link",
          "'%s' does not go with the family %s, which has %s"
              .formatted(link, family, String.join(", ", new TreeSet<>(links))));
    }
  }
}
