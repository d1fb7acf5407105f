package dev.almanac.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.MissingPolicy;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.CombinationSpec;
import dev.almanac.core.spec.FeatureRules;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.NumberShape;
import dev.almanac.core.spec.RareLevels;
import dev.almanac.core.spec.SpecViolation;
import dev.almanac.core.spec.TextTerms;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.core.spec.WeightSpec;
import dev.almanac.pmml.ExportPreflight;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TrainSpecs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PreflightTest {
  @Test
  void findsParametersThatContradictEachOther() {
    assertThat(
            TrainingPreflight.misfits(
                spec(
                    Algorithm.GLM, TaskType.REGRESSION, Map.of("family", "gamma", "link", "sqrt"))))
        .containsExactly(
            SpecViolation.param(
                "link",
                "'sqrt' does not go with the family gamma, which has identity, inverse, log"));
    assertThat(
            TrainingPreflight.misfits(
                spec(Algorithm.DECISION_TREE, TaskType.REGRESSION, Map.of("impurity", "gini"))))
        .extracting(SpecViolation::key)
        .containsExactly("train.algorithm.params.impurity");
    assertThat(
            TrainingPreflight.misfits(
                spec(
                    Algorithm.LINEAR_REGRESSION,
                    TaskType.REGRESSION,
                    Map.of("loss", "huber", "solver", "normal", "elastic-net-param", 0.5))))
        .hasSize(2);
  }

  static Stream<Arguments> unexportable() {
    return Stream.of(
        Arguments.of(
            Algorithm.LOGISTIC_REGRESSION, TaskType.BINARY, "family", "multinomial", "binomial"),
        Arguments.of(Algorithm.GLM, TaskType.REGRESSION, "family", "tweedie", "gamma"),
        Arguments.of(Algorithm.NAIVE_BAYES, TaskType.BINARY, "model-type", "gaussian", "bucketize"),
        Arguments.of(
            Algorithm.NAIVE_BAYES, TaskType.BINARY, "model-type", "bernoulli", "multinomial"),
        Arguments.of(
            Algorithm.NAIVE_BAYES, TaskType.MULTICLASS, "model-type", "complement", "multinomial"),
        Arguments.of(
            Algorithm.KMEANS, TaskType.CLUSTERING, "distance-measure", "cosine", "euclidean"));
  }

  @ParameterizedTest
  @MethodSource("unexportable")
  void findsWhatPmmlCannotSayWithARewrite(
      Algorithm algorithm, TaskType task, String param, String value, String rewrite) {
    assertThat(ExportPreflight.misfits(spec(algorithm, task, Map.of(param, value))))
        .singleElement()
        .satisfies(
            misfit -> {
              assertThat(misfit.key()).isEqualTo("train.algorithm.params." + param);
              assertThat(misfit.what()).startsWith("stage ").contains(rewrite);
            });
    assertThat(ExportPreflight.misfits(spec(algorithm, task, Map.of()))).isEmpty();
  }

  @Test
  void letsAnOffsetBeNeitherFeatureNorLabel() {
    for (String column : List.of("x", "amount")) {
      WeightSpec weights = new WeightSpec(Optional.empty(), Map.of(), false, Optional.of(column));
      TrainSpec spec =
          TrainSpecs.like(spec(Algorithm.GLM, TaskType.REGRESSION, Map.of()))
              .weights(weights)
              .made();
      assertThat(TrainingPreflight.misfits(spec))
          .singleElement()
          .satisfies(
              misfit -> {
                assertThat(misfit.key()).isEqualTo("train.weights.offset");
                assertThat(misfit.what())
                    .startsWith(
                        "'%s' is %s"
                            .formatted(column, column.equals("x") ? "a feature" : "the label"));
              });
    }
  }

  @Test
  void letsNoNumberBelowZeroComeToNaiveBayes() {
    assertThat(TrainingPreflight.misfits(spec(Algorithm.NAIVE_BAYES, TaskType.BINARY, Map.of())))
        .extracting(SpecViolation::key)
        .containsExactly(
            "train.features.numeric.big",
            "train.features.numeric.x",
            "train.features.numeric.z",
            "train.features.numeric.whole");
    assertThat(NumberShape.AS_IS.isNeverNegative()).isFalse();
    assertThat(shape(0, false, NumberShape.Scale.MAX_ABS).isNeverNegative()).isTrue();
    assertThat(shape(-1, true, NumberShape.Scale.NONE).isNeverNegative()).isTrue();
    assertThat(shape(0, false, NumberShape.Scale.STANDARD).isNeverNegative()).isFalse();
    assertThat(shape(-1, false, NumberShape.Scale.NONE).isNeverNegative()).isFalse();
  }

  private static NumberShape shape(double min, boolean log, NumberShape.Scale scale) {
    return new NumberShape(
        OptionalDouble.of(min), OptionalDouble.empty(), log, scale, NumberShape.Buckets.NONE);
  }

  @Test
  void letsMultinomialBeWhereThereAreManyLabels() {
    assertThat(
            ExportPreflight.misfits(
                spec(
                    Algorithm.LOGISTIC_REGRESSION,
                    TaskType.MULTICLASS,
                    Map.of("family", "multinomial"))))
        .isEmpty();
  }

  @Test
  void findsExpressionsThatCannotBeComputedOrExported() {
    TrainSpec spec = spec(Algorithm.DECISION_TREE, TaskType.BINARY, Map.of());
    List<CombinationSpec.Expression> expressions =
        List.of(
            new CombinationSpec.Expression("good", "x / z", 0),
            new CombinationSpec.Expression("filled", "coalesce(x, 0) + z", 0),
            new CombinationSpec.Expression("levels", "x * both", 0),
            new CombinationSpec.Expression("same", "1 + 1", 0));

    assertThat(
            FeaturePreflight.misfits(
                spec.features(),
                FeatureRules.NONE,
                new CombinationSpec(expressions, List.of(), OptionalInt.empty())))
        .extracting(misfit -> misfit.key() + ": " + misfit.what())
        .satisfiesExactly(
            filled ->
                assertThat(filled)
                    .startsWith(
                        "train.features.expressions.filled: the function coalesce cannot be")
                    .endsWith(
                        "compute it in the source query: SELECT …, coalesce(x, 0) AS my_number"),
            levels ->
                assertThat(levels)
                    .startsWith(
                        "train.features.expressions.levels: 'both' is none of the numeric features")
                    .endsWith("SELECT …, x * both AS levels"),
            same -> assertThat(same).endsWith("'1 + 1' reads no feature"));
  }

  @Test
  void refusesTextsWhereTheyAreNoColumnsOfTheirOwn() {
    FeatureSpec review =
        new FeatureSpec.Text(
            "review",
            MissingPolicy.EMPTY,
            new TextTerms(TextTerms.StopWords.NONE, 2, 100, RareLevels.NONE),
            false,
            true);
    FeatureSpec stars = new FeatureSpec.Numeric("stars", MissingPolicy.MEAN, 0);
    assertThat(
            FeaturePreflight.misfits(
                List.of(review, stars),
                FeatureRules.NONE,
                new CombinationSpec(
                    List.of(), List.of(List.of("review", "stars")), OptionalInt.of(2))))
        .extracting(SpecViolation::what)
        .satisfiesExactly(
            factor -> assertThat(factor).contains("count the word that matters"),
            components -> assertThat(components).contains("leave the components out"));
    assertThat(
            TrainingPreflight.misfits(
                ModelFixture.spec(Algorithm.XGBOOST, TaskType.BINARY, Map.of(), List.of(review))))
        .singleElement()
        .satisfies(
            misfit -> {
              assertThat(misfit.key()).isEqualTo("train.features.text.review");
              assertThat(misfit.what()).contains("use gbt, random-forest or a linear model");
            });
    for (Algorithm algorithm : List.of(Algorithm.NAIVE_BAYES, Algorithm.DECISION_TREE)) {
      TrainSpec spec = ModelFixture.spec(algorithm, TaskType.BINARY, Map.of(), List.of(review));
      assertThat(TrainingPreflight.misfits(spec)).isEmpty();
      assertThat(ExportPreflight.misfits(spec)).isEmpty();
    }
  }

  private static TrainSpec spec(Algorithm algorithm, TaskType task, Map<String, Object> params) {
    return ModelFixture.spec(algorithm, task, params);
  }
}
