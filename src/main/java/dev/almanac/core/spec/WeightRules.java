package dev.almanac.core.spec;

import dev.almanac.core.TaskType;
import java.util.ArrayList;
import java.util.List;

/** Rules on weights that an algorithm or a task does not support. */
public final class WeightRules {
  private static final String WEIGHTS = "train.weights.";

  private WeightRules() {}

  /** One violation for each setting without effect; empty if none is known. */
  public static List<SpecViolation> misfits(
      WeightSpec weights, Algorithm algorithm, TaskType task) {
    List<SpecViolation> misfits = new ArrayList<>();
    if (weights.offset().isPresent() && algorithm != Algorithm.GLM) {
      misfits.add(
          new SpecViolation(
              WEIGHTS + "offset",
              "only a glm has an offset, %s has none; make it a numeric feature instead"
                  .formatted(algorithm.word())));
    }
    if (weights.column().isPresent()) {
      unweighted(algorithm, "column", misfits);
    }
    for (String key : labels(weights)) {
      if (!task.isClassification()) {
        misfits.add(
            new SpecViolation(
                WEIGHTS + key,
                "weighs labels, and a %s task has none; use train.weights.column"
                    .formatted(task.word())));
      } else {
        unweighted(algorithm, key, misfits);
      }
    }
    return List.copyOf(misfits);
  }

  private static List<String> labels(WeightSpec weights) {
    if (weights.balanced()) {
      return List.of("balanced");
    }
    return weights.classes().isEmpty() ? List.of() : List.of("classes");
  }

  private static void unweighted(Algorithm algorithm, String key, List<SpecViolation> misfits) {
    if (algorithm == Algorithm.MULTILAYER_PERCEPTRON) {
      misfits.add(
          new SpecViolation(
              WEIGHTS + key,
              "Spark's %s takes no weights, so every row would count the same; leave it out, or use logistic-regression, random-forest or gbt"
                  .formatted(algorithm.word())));
    }
  }
}
