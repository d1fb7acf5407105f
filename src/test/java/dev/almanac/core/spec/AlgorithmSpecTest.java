package dev.almanac.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.TaskType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlgorithmSpecTest {
  @Test
  void givesEachValueItsType() {
    AlgorithmSpec spec =
        new AlgorithmSpec(
            Algorithm.LOGISTIC_REGRESSION,
            Map.of("max-iter", 50, "reg-param", 1, "family", "binomial", "fit-intercept", true));
    assertThat(spec.params())
        .containsEntry("max-iter", 50)
        .containsEntry("reg-param", 1.0)
        .containsEntry("family", "binomial")
        .containsEntry("fit-intercept", true);
  }

  @Test
  void namesTheParameterThatWasMeant() {
    assertThatThrownBy(() -> new AlgorithmSpec(Algorithm.GBT, Map.of("max-itr", 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gbt has no parameter 'max-itr'; did you mean 'max-iter'?");
  }

  @Test
  void saysTheRangeOfAValueOutsideIt() {
    assertThatThrownBy(() -> new AlgorithmSpec(Algorithm.GBT, Map.of("max-depth", 31)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("max-depth = 31: expected a whole number from 0 to 30");
    assertThatThrownBy(() -> new AlgorithmSpec(Algorithm.GBT, Map.of("max-depth", 2.5)))
        .hasMessage("max-depth = 2.5: expected a whole number from 0 to 30");
    assertThatThrownBy(() -> new AlgorithmSpec(Algorithm.GLM, Map.of("family", "weibull")))
        .hasMessage(
            "family = weibull: expected one of binomial, gamma, gaussian, poisson, tweedie");
    assertThatThrownBy(
            () -> new AlgorithmSpec(Algorithm.MULTILAYER_PERCEPTRON, Map.of("layers", List.of(0))))
        .hasMessage(
            "layers = [0]: expected a list of whole numbers from 1 to 10000, such as [8, 4]");
  }

  @Test
  void saysWhereAParameterOfSparksIsSetInstead() {
    assertThatThrownBy(
            () -> new AlgorithmSpec(Algorithm.RANDOM_FOREST, Map.of("thresholds", List.of(0.2))))
        .hasMessageStartingWith("'thresholds' of Spark's random-forest is not set here: a PMML")
        .hasMessageContaining("decision.thresholds");
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void leavesSparksThresholdsToTheDecisionLayer(Algorithm algorithm) {
    assertThat(algorithm.params())
        .extracting(AlgorithmParam::name)
        .noneMatch(n -> n.contains("threshold"));
    assertThat(TaskType.values()).anyMatch(algorithm::supports);
  }
}
