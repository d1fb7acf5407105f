package dev.almanac.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.TaskType;
import java.util.Map;
import org.junit.jupiter.api.Test;

class XgboostParamsTest {
  @Test
  void takesParametersByTheirNameTypeAndRange() {
    AlgorithmSpec spec =
        new AlgorithmSpec(Algorithm.XGBOOST, Map.of("eta", 1, "max-depth", 6.0, "num-round", 10));

    assertThat(spec.params()).isEqualTo(Map.of("eta", 1.0, "max-depth", 6, "num-round", 10));
    assertThatThrownBy(() -> new AlgorithmSpec(Algorithm.XGBOOST, Map.of("max-depth", 0)))
        .hasMessageContaining("max-depth = 0: expected a whole number from 1 to 30");
    assertThatThrownBy(() -> new AlgorithmSpec(Algorithm.XGBOOST, Map.of("num-rounds", 10)))
        .hasMessageContaining("did you mean 'num-round'?");
    assertThatThrownBy(() -> new AlgorithmSpec(Algorithm.XGBOOST, Map.of("tree-method", "exact")))
        .hasMessageContaining("expected one of approx, auto, hist");
  }

  @Test
  void derivesTheObjectiveFromTheTask() {
    assertThat(XgboostParams.objective(TaskType.BINARY, Map.of())).isEqualTo("binary:logistic");
    assertThat(XgboostParams.objective(TaskType.MULTICLASS, Map.of())).isEqualTo("multi:softprob");
    assertThat(XgboostParams.objective(TaskType.REGRESSION, Map.of()))
        .isEqualTo("reg:squarederror");
    assertThat(XgboostParams.objective(TaskType.REGRESSION, Map.of("objective", "count:poisson")))
        .isEqualTo("count:poisson");
  }

  @Test
  void reportsWhatDoesNotGoTogether() {
    assertThat(misfits(TaskType.BINARY, Map.of("objective", "reg:gamma")))
        .containsOnlyKeys("objective");
    assertThat(misfits(TaskType.REGRESSION, Map.of("scale-pos-weight", 2.0)))
        .containsOnlyKeys("scale-pos-weight");
    assertThat(misfits(TaskType.REGRESSION, Map.of("tweedie-variance-power", 1.3)))
        .containsOnlyKeys("tweedie-variance-power");
    assertThat(misfits(TaskType.BINARY, Map.of("base-score", 1.0))).containsOnlyKeys("base-score");
    assertThat(
            misfits(TaskType.REGRESSION, Map.of("objective", "count:poisson", "base-score", 0.0)))
        .containsOnlyKeys("base-score");
    assertThat(misfits(TaskType.REGRESSION, Map.of("base-score", -3.0))).isEmpty();
    assertThat(misfits(TaskType.BINARY, Map.of("booster", "gbtree", "eta", 0.1))).isEmpty();
  }

  @Test
  void refusesBoostersWithTheReason() {
    assertThat(misfits(TaskType.BINARY, Map.of("booster", "dart")).get("booster"))
        .contains("PMML adds weighted trees in another order");
    assertThat(misfits(TaskType.BINARY, Map.of("booster", "gblinear")).get("booster"))
        .contains("another model each time");
  }

  @Test
  void onlyXgboostInOneTaskGoesOnFromAnEarlierModel() {
    assertThat(LearningSpec.warmStartProblem(new AlgorithmSpec(Algorithm.XGBOOST, Map.of())))
        .isEmpty();
    assertThat(
            LearningSpec.warmStartProblem(
                new AlgorithmSpec(Algorithm.XGBOOST, Map.of("num-workers", 2))))
        .hasValueSatisfying(what -> assertThat(what).contains("num-workers is 1 there, not 2"));
    assertThat(LearningSpec.warmStartProblem(new AlgorithmSpec(Algorithm.GBT, Map.of())))
        .hasValueSatisfying(
            what -> assertThat(what).contains("gbt cannot go on from an earlier model"));
  }

  private static Map<String, String> misfits(TaskType task, Map<String, Object> params) {
    return XgboostParams.misfits(task, params);
  }
}
