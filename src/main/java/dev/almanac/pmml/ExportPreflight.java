package dev.almanac.pmml;

import dev.almanac.core.TaskType;
import dev.almanac.core.spec.SpecViolation;
import dev.almanac.core.spec.TrainSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks before training, without Spark, that the model can be exported faithfully. The list of
 * exceptions is empirical; the parity tests show that every other combination of the job file's
 * options exports.
 */
public final class ExportPreflight {
  private static final String FAMILY = "family";

  private final TrainSpec spec;
  private final List<SpecViolation> misfits = new ArrayList<>();

  private ExportPreflight(TrainSpec spec) {
    this.spec = spec;
  }

  /** One violation for each setting that PMML cannot express; empty if there is none. */
  public static List<SpecViolation> misfits(TrainSpec spec) {
    ExportPreflight preflight = new ExportPreflight(spec);
    switch (spec.algorithm().algorithm()) {
      case LOGISTIC_REGRESSION -> preflight.logistic();
      case GLM -> preflight.glm();
      case NAIVE_BAYES -> preflight.naiveBayes();
      case KMEANS -> preflight.kmeans();
      default -> {
        // all other settings export
      }
    }
    return List.copyOf(preflight.misfits);
  }

  private void logistic() {
    if (spec.task() == TaskType.BINARY && is(FAMILY, "multinomial")) {
      refuse(
          FAMILY,
          "LogisticRegression",
          "multinomial with two labels has two tables of coefficients, of which the converter writes one; use binomial, which fits the same probabilities");
    }
  }

  private void glm() {
    if (is(FAMILY, "tweedie")) {
      refuse(
          FAMILY,
          "GeneralizedLinearRegression",
          "the converter has no tweedie; use gamma for positive amounts, or a poisson model of how many and a gamma model of how much");
    }
  }

  private void naiveBayes() {
    for (String type : List.of("gaussian", "bernoulli", "complement")) {
      if (is("model-type", type)) {
        refuse(
            "model-type",
            "NaiveBayes",
            "the converter has no %s; use multinomial with counts or 0/1 features%s"
                .formatted(type, type.equals("gaussian") ? ", or bucketize numbers" : ""));
      }
    }
  }

  private void kmeans() {
    if (is("distance-measure", "cosine")) {
      refuse(
          "distance-measure",
          "KMeans",
          "PMML compares by squared Euclidean distance only; use euclidean, over features divided by their norm in the job's query");
    }
  }

  private boolean is(String param, String value) {
    return value.equals(spec.algorithm().params().get(param));
  }

  private void refuse(String param, String stage, String why) {
    misfits.add(SpecViolation.param(param, "stage %s: %s".formatted(stage, why)));
  }
}
