package dev.almanac.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.Evaluation;
import dev.almanac.core.Metric;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.GateRule;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final Evaluation EVALUATION =
      new Evaluation(
          TaskType.BINARY,
          31_204,
          Map.of(Metric.AUC, 0.6123, Metric.BRIER, 0.24999999),
          List.of("no", "yes"),
          List.of());

  @Test
  void saysWhichBoundIsBrokenAndByWhat() {
    assertThat(
            Gate.check(List.of(atLeast(Metric.AUC, 0.65), atMost(Metric.BRIER, 0.2)), EVALUATION))
        .containsExactly(
            "auc 0.612 is below the minimum 0.65 on 31 204 holdout rows",
            "brier 0.250 is above the maximum 0.2 on 31 204 holdout rows");
  }

  @Test
  void passesOnTheBoundItself() {
    assertThat(Gate.check(List.of(atLeast(Metric.AUC, 0.6123)), EVALUATION)).isEmpty();
    assertThat(Gate.check(List.of(), EVALUATION)).isEmpty();
  }

  @Test
  void showsEnoughDigitsToTellAValueFromItsBound() {
    assertThat(Gate.check(List.of(atLeast(Metric.BRIER, 0.25)), EVALUATION))
        .containsExactly("brier 0.24999999 is below the minimum 0.25 on 31 204 holdout rows");
  }

  @Test
  void holdsAMeasureWithoutValueAgainstTheModel() {
    assertThat(Gate.check(List.of(atLeast(Metric.RECALL, 0.1), atMost(Metric.RMSE, 9)), EVALUATION))
        .containsExactly(
            "recall has no value on 31 204 holdout rows: a label it needs does not occur there",
            "rmse has no value on 31 204 holdout rows: it is no measure of a binary task");
  }

  private static GateRule atLeast(Metric metric, double bound) {
    return new GateRule(metric, OptionalDouble.of(bound), OptionalDouble.empty());
  }

  private static GateRule atMost(Metric metric, double bound) {
    return new GateRule(metric, OptionalDouble.empty(), OptionalDouble.of(bound));
  }
}
