package dev.almanac.training;

import static dev.almanac.data.ModelColumns.FEATURES;
import static dev.almanac.data.ModelColumns.LABEL_INDEX;
import static dev.almanac.data.ModelColumns.PREDICTION;
import static dev.almanac.data.ModelColumns.PROBABILITY;
import static dev.almanac.data.ModelColumns.RAW_PREDICTION;

import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.TrainSpec;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Predictor;
import org.apache.spark.ml.classification.Classifier;
import org.apache.spark.ml.classification.DecisionTreeClassifier;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.LinearSVC;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.classification.NaiveBayes;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.regression.DecisionTreeRegressor;
import org.apache.spark.ml.regression.GBTRegressor;
import org.apache.spark.ml.regression.GeneralizedLinearRegression;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.RandomForestRegressor;

/** Creates Spark estimators from a specification. */
final class Estimators {
  private static final String UID = "model";
  private static final String MAX_BINS = "max-bins";
  private static final String LAYERS = "layers";
  private static final int DEFAULT_MAX_BINS = 32;

  private static final Map<String, String> CANONICAL_LINKS =
      Map.of("gaussian", "identity", "poisson", "log", "gamma", "inverse", "binomial", "logit");

  private Estimators() {}

  /**
   * Creates the estimator.
   *
   * @param mostLevels the largest number of levels of a categorical feature: trees need as many
   *     bins
   * @param labels number of labels; 0 in regression
   * @param width number of assembled features; evaluated only if needed, since it costs a Spark job
   */
  static Estimator<?> of(TrainSpec spec, int mostLevels, int labels, IntSupplier width) {
    Estimator<?> estimator = wired(spec);
    SampleWeights.set(estimator, spec.weights());
    spec.algorithm()
        .params()
        .forEach(
            (name, value) -> {
              if (!name.equals(LAYERS)) {
                estimator.set(estimator.getParam(camel(name)), value);
              }
            });
    if (estimator instanceof GeneralizedLinearRegression glm && !glm.isDefined(glm.link())) {
      // Spark uses the canonical link if none is set, but its model does not contain it.
      glm.setLink(CANONICAL_LINKS.getOrDefault(glm.getFamily(), "identity"));
    }
    if (estimator instanceof MultilayerPerceptronClassifier perceptron) {
      perceptron.setLayers(layers(spec, width.getAsInt(), labels));
    }
    if (spec.algorithm().algorithm().encoding() == Algorithm.Encoding.INDEX) {
      int required =
          spec.algorithm().params().get(MAX_BINS) instanceof Integer bins ? bins : DEFAULT_MAX_BINS;
      estimator.set(estimator.getParam(camel(MAX_BINS)), Math.max(required, mostLevels));
    }
    return estimator;
  }

  /**
   * Layer sizes of the network: one neuron for each feature, the hidden layers, one for each label.
   */
  private static int[] layers(TrainSpec spec, int width, int labels) {
    IntStream hidden =
        spec.algorithm().params().get(LAYERS) instanceof List<?> sizes
            ? sizes.stream().mapToInt(size -> (Integer) size)
            : IntStream.empty();
    return IntStream.concat(IntStream.concat(IntStream.of(width), hidden), IntStream.of(labels))
        .toArray();
  }

  private static Estimator<?> wired(TrainSpec spec) {
    boolean regression = spec.task() == TaskType.REGRESSION;
    return switch (spec.algorithm().algorithm()) {
      case LOGISTIC_REGRESSION -> wired(new LogisticRegression(UID));
      case LINEAR_SVC -> wired(new LinearSVC(UID));
      case MULTILAYER_PERCEPTRON ->
          wired(new MultilayerPerceptronClassifier(UID).setSeed(spec.seed()));
      case NAIVE_BAYES -> wired(new NaiveBayes(UID));
      case LINEAR_REGRESSION -> wired(new LinearRegression(UID), spec.label());
      case GLM -> wired(new GeneralizedLinearRegression(UID), spec.label());
      case DECISION_TREE ->
          regression
              ? wired(new DecisionTreeRegressor(UID).setSeed(spec.seed()), spec.label())
              : wired(new DecisionTreeClassifier(UID).setSeed(spec.seed()));
      case RANDOM_FOREST ->
          regression
              ? wired(new RandomForestRegressor(UID).setSeed(spec.seed()), spec.label())
              : wired(new RandomForestClassifier(UID).setSeed(spec.seed()));
      case GBT ->
          regression
              ? wired(new GBTRegressor(UID).setSeed(spec.seed()), spec.label())
              : wired(new GBTClassifier(UID).setSeed(spec.seed()));
      case KMEANS ->
          new KMeans(UID)
              .setSeed(spec.seed())
              .setFeaturesCol(FEATURES)
              .setPredictionCol(PREDICTION);
      case XGBOOST -> throw new IllegalArgumentException("xgboost is set up by Xgboost");
    };
  }

  private static Estimator<?> wired(Classifier<?, ?, ?> classifier) {
    wired(classifier, LABEL_INDEX);
    classifier.setRawPredictionCol(RAW_PREDICTION);
    if (classifier instanceof ProbabilisticClassifier<?, ?, ?> probabilistic) {
      probabilistic.setProbabilityCol(PROBABILITY);
    }
    return classifier;
  }

  private static Estimator<?> wired(Predictor<?, ?, ?> predictor, String label) {
    predictor.setFeaturesCol(FEATURES);
    predictor.setLabelCol(label);
    predictor.setPredictionCol(PREDICTION);
    return predictor;
  }

  /** Spark's name of a parameter: {@code max-depth} is {@code maxDepth}. */
  private static String camel(String kebab) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < kebab.length(); i++) {
      char c = kebab.charAt(i);
      if (c != '-') {
        name.append(i > 0 && kebab.charAt(i - 1) == '-' ? Character.toUpperCase(c) : c);
      }
    }
    return name.toString().replaceFirst("InMb$", "InMB");
  }
}
