package dev.almanac.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.CombinationSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.pmml.ExportPreflight;
import dev.almanac.testing.ModelFixture;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PreflightTest {
  @Test
  void findsParametersThatContradictEachOther() {
    assertThat(
            TrainingPreflight.problems(
                spec(
                    Algorithm.GLM, TaskType.REGRESSION, Map.of("family", "gamma", "link", "sqrt"))))
        .containsExactly(
            "link = sqrt does not go with family = gamma, which has identity, inverse, log");
    assertThat(
            TrainingPreflight.problems(
                spec(Algorithm.DECISION_TREE, TaskType.REGRESSION, Map.of("impurity", "gini"))))
        .singleElement()
        .asString()
        .startsWith("impurity = gini does not fit a regression task");
    assertThat(
            TrainingPreflight.problems(
                spec(
                    Algorithm.LINEAR_REGRESSION,
                    TaskType.REGRESSION,
                    Map.of("loss", "huber", "solver", "normal", "elastic-net-param", 0.5))))
        .hasSize(2);
  }

  @Test
  void findsWhatPmmlCannotSay() {
    Map<String, Object> multinomial = Map.of("family", "multinomial");

    assertThat(
            ExportPreflight.problems(
                spec(Algorithm.LOGISTIC_REGRESSION, TaskType.BINARY, multinomial)))
        .singleElement()
        .asString()
        .contains("use family = binomial");
    assertThat(
            ExportPreflight.problems(
                spec(Algorithm.LOGISTIC_REGRESSION, TaskType.MULTICLASS, multinomial)))
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
            FeaturePreflight.problems(
                spec.features(), new CombinationSpec(expressions, List.of(), OptionalInt.empty())))
        .satisfiesExactly(
            filled ->
                assertThat(filled)
                    .startsWith("features.expressions.filled: the function coalesce cannot be")
                    .endsWith(
                        "compute it in the source query: SELECT …, coalesce(x, 0) AS my_number"),
            levels ->
                assertThat(levels)
                    .startsWith(
                        "features.expressions.levels: 'both' is none of the numeric features")
                    .endsWith("SELECT …, x * both AS levels"),
            same -> assertThat(same).endsWith("'1 + 1' reads no feature"));
  }

  private static TrainSpec spec(Algorithm algorithm, TaskType task, Map<String, Object> params) {
    return ModelFixture.spec(algorithm, task, params);
  }
}
