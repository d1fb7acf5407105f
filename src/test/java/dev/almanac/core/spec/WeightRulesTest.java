package dev.almanac.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.TaskType;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WeightRulesTest {
  private static final WeightSpec COLUMN =
      new WeightSpec(Optional.of("counts"), Map.of(), false, Optional.empty());
  private static final WeightSpec BALANCED =
      new WeightSpec(Optional.empty(), Map.of(), true, Optional.empty());
  private static final WeightSpec OFFSET =
      new WeightSpec(Optional.empty(), Map.of(), false, Optional.of("log_exposure"));

  @Test
  void knowsWhoTakesNoWeights() {
    assertThat(WeightRules.misfits(COLUMN, Algorithm.MULTILAYER_PERCEPTRON, TaskType.BINARY))
        .singleElement()
        .satisfies(
            misfit -> {
              assertThat(misfit.key()).isEqualTo("train.weights.column");
              assertThat(misfit.what()).contains("multilayer-perceptron takes no weights");
            });
    assertThat(WeightRules.misfits(COLUMN, Algorithm.GBT, TaskType.BINARY)).isEmpty();
  }

  @Test
  void knowsThatNumbersHaveNoLabels() {
    assertThat(WeightRules.misfits(BALANCED, Algorithm.GBT, TaskType.REGRESSION))
        .extracting(SpecViolation::key)
        .containsExactly("train.weights.balanced");
    assertThat(WeightRules.misfits(BALANCED, Algorithm.GBT, TaskType.BINARY)).isEmpty();
  }

  @Test
  void knowsThatOnlyAGlmHasAnOffset() {
    assertThat(WeightRules.misfits(OFFSET, Algorithm.LINEAR_REGRESSION, TaskType.REGRESSION))
        .extracting(SpecViolation::what)
        .singleElement()
        .asString()
        .contains("only a glm has an offset");
    assertThat(WeightRules.misfits(OFFSET, Algorithm.GLM, TaskType.REGRESSION)).isEmpty();
  }
}
