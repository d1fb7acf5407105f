package dev.almanac.training;

import static dev.almanac.data.ModelColumns.FEATURES;
import static dev.almanac.data.ModelColumns.LABEL_INDEX;
import static dev.almanac.data.ModelColumns.PREDICTION;
import static dev.almanac.data.ModelColumns.PROBABILITY;
import static dev.almanac.data.ModelColumns.RAW_PREDICTION;

import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.TrainSpec;
import java.util.Map;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.classification.DecisionTreeClassifier;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.regression.DecisionTreeRegressor;
import org.apache.spark.ml.regression.GBTRegressor;
import org.apache.spark.ml.regression.GeneralizedLinearRegression;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.RandomForestRegressor;

/** Spark's estimators, set up as a specification says. */
final class Estimators {
  private static final String MAX_BINS = "max-bins";
  private static final int DEFAULT_MAX_BINS = 32;

  private static final Map<String, String> CANONICAL_LINKS =
      Map.of("gaussian", "identity", "poisson", "log", "gamma", "inverse");

  private Estimators() {}

  /**
   * @param mostLevels the largest number of levels among the categorical features: trees need as
   *     many bins
   */
  static Estimator<?> of(TrainSpec spec, int mostLevels) {
    Estimator<?> estimator =
        spec.task() == TaskType.REGRESSION ? regressor(spec) : classifier(spec);
    spec.algorithm()
        .params()
        .forEach((name, value) -> estimator.set(estimator.getParam(camel(name)), value));
    if (estimator instanceof GeneralizedLinearRegression glm && !glm.isDefined(glm.link())) {
      // Spark takes the canonical link where none is set, but its model does not say which.
      glm.setLink(CANONICAL_LINKS.getOrDefault(glm.getFamily(), "identity"));
    }
    if (spec.algorithm().algorithm().encoding() == Algorithm.Encoding.INDEX) {
      int wanted =
          spec.algorithm().params().get(MAX_BINS) instanceof Integer bins ? bins : DEFAULT_MAX_BINS;
      estimator.set(estimator.getParam(camel(MAX_BINS)), Math.max(wanted, mostLevels));
    }
    return estimator;
  }

  private static Estimator<?> classifier(TrainSpec spec) {
    return switch (spec.algorithm().algorithm()) {
      case LOGISTIC_REGRESSION -> wired(new LogisticRegression("model"));
      case DECISION_TREE -> wired(new DecisionTreeClassifier("model").setSeed(spec.seed()));
      case RANDOM_FOREST -> wired(new RandomForestClassifier("model").setSeed(spec.seed()));
      case GBT -> wired(new GBTClassifier("model").setSeed(spec.seed()));
      case LINEAR_REGRESSION, GLM, XGBOOST -> throw unsupported(spec);
    };
  }

  private static Estimator<?> wired(ProbabilisticClassifier<?, ?, ?> classifier) {
    classifier.setFeaturesCol(FEATURES);
    classifier.setLabelCol(LABEL_INDEX);
    classifier.setPredictionCol(PREDICTION);
    classifier.setRawPredictionCol(RAW_PREDICTION);
    classifier.setProbabilityCol(PROBABILITY);
    return classifier;
  }

  private static Estimator<?> regressor(TrainSpec spec) {
    return switch (spec.algorithm().algorithm()) {
      case LINEAR_REGRESSION ->
          new LinearRegression("model")
              .setFeaturesCol(FEATURES)
              .setLabelCol(spec.label())
              .setPredictionCol(PREDICTION);
      case GLM ->
          new GeneralizedLinearRegression("model")
              .setFeaturesCol(FEATURES)
              .setLabelCol(spec.label())
              .setPredictionCol(PREDICTION);
      case DECISION_TREE ->
          new DecisionTreeRegressor("model")
              .setSeed(spec.seed())
              .setFeaturesCol(FEATURES)
              .setLabelCol(spec.label())
              .setPredictionCol(PREDICTION);
      case RANDOM_FOREST ->
          new RandomForestRegressor("model")
              .setSeed(spec.seed())
              .setFeaturesCol(FEATURES)
              .setLabelCol(spec.label())
              .setPredictionCol(PREDICTION);
      case GBT ->
          new GBTRegressor("model")
              .setSeed(spec.seed())
              .setFeaturesCol(FEATURES)
              .setLabelCol(spec.label())
              .setPredictionCol(PREDICTION);
      case LOGISTIC_REGRESSION, XGBOOST -> throw unsupported(spec);
    };
  }

  /** TrainSpec refuses these or they are made elsewhere; the compiler wants to be told. */
  private static IllegalStateException unsupported(TrainSpec spec) {
    return new IllegalStateException(
        spec.algorithm().algorithm().word() + " cannot do a " + spec.task().word() + " task");
  }

  /** Spark's spelling of a parameter: {@code max-depth} is {@code maxDepth}. */
  private static String camel(String kebab) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < kebab.length(); i++) {
      char c = kebab.charAt(i);
      if (c != '-') {
        name.append(i > 0 && kebab.charAt(i - 1) == '-' ? Character.toUpperCase(c) : c);
      }
    }
    return name.toString();
  }
}
