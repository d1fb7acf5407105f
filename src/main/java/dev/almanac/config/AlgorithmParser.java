package dev.almanac.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.AlgorithmParam;
import dev.almanac.core.spec.AlgorithmRules;
import dev.almanac.core.spec.AlgorithmSpec;
import dev.almanac.core.spec.SpecViolation;
import dev.almanac.core.spec.Unexportable;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Parses {@code train.algorithm} and rejects combinations that would otherwise fail only after the
 * data is read.
 */
final class AlgorithmParser {
  private static final Map<String, Algorithm> ALGORITHMS =
      Arrays.stream(Algorithm.values())
          .collect(Collectors.toUnmodifiableMap(Algorithm::word, Function.identity()));

  private final Section train;
  private Optional<Algorithm> found = Optional.empty();

  AlgorithmParser(Section train) {
    this.train = train;
  }

  /** The algorithm that the job names; empty before {@link #parse} and for an unknown name. */
  Optional<Algorithm> found() {
    return found;
  }

  Supplier<AlgorithmSpec> parse(Optional<TaskType> task) {
    Section section = train.child("algorithm");
    Optional<Algorithm> algorithm =
        section
            .require("name", "one of " + String.join(", ", new TreeSet<>(ALGORITHMS.keySet())))
            .text("name")
            .flatMap(name -> named(section, name));
    found = algorithm;
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

  private static Optional<Algorithm> named(Section section, String name) {
    Optional<String> instead = Unexportable.algorithm(name);
    if (instead.isPresent()) {
      section.problem(
          "name",
          "'%s' cannot be exported to PMML, so nothing could be published; %s"
              .formatted(name, instead.get()));
      return Optional.empty();
    }
    return section.oneOf("name", ALGORITHMS);
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

  /**
   * Converts a string to the type of the parameter; variables and {@code -D} may give only strings.
   */
  private static Object typed(AlgorithmParam param, Object given) {
    if (!(given instanceof String text)) {
      return given;
    }
    return switch (param.type()) {
      case CHOICE, INTEGERS -> text;
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
    for (SpecViolation misfit : AlgorithmRules.misfits(algorithm, given, task)) {
      params.problem(misfit.key().substring(SpecViolation.PARAMS.length()), misfit.what());
    }
  }
}
