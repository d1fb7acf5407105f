package dev.almanac.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class DeciderTest {
  private static final Signature BINARY =
      new Signature(TaskType.BINARY, List.of(), "late", List.of("no", "yes"), "yes");
  private static final Signature THREE =
      new Signature(TaskType.MULTICLASS, List.of(), "kind", List.of("a", "b", "c"), "");

  @Test
  void isPositiveAtTheThresholdAndAbove() {
    Decider decider = Decider.of(BINARY, new DecisionSpec(0.2));
    assertThat(decider.label(new double[] {0.8, 0.2})).contains("yes");
    assertThat(decider.label(new double[] {0.81, 0.19})).contains("no");
  }

  @Test
  void takesTheMostProbableLabelWhereNothingIsSaid() {
    assertThat(Decider.of(THREE, DecisionSpec.MIDDLE).label(new double[] {0.3, 0.4, 0.3}))
        .contains("b");
  }

  @Test
  void choosesTheLargestProbabilityOverThresholdAsSparkDoes() {
    Decider decider = Decider.of(THREE, thresholds(Map.of("a", 0.9, "b", 0.9, "c", 0.2)));
    assertThat(decider.label(new double[] {0.4, 0.45, 0.15})).contains("c");
    assertThat(decider.label(new double[] {0.4, 0.5, 0.1})).contains("b");
  }

  @Test
  void choosesTheLeastExpectedCost() {
    DecisionSpec decision =
        new DecisionSpec(0.5, Map.of(), Map.of("yes", Map.of("no", 20.0)), OptionalDouble.empty());
    // no costs 20 * p, yes costs 1 * (1 - p): yes from p = 1/21 on
    Decider decider = Decider.of(BINARY, decision);
    assertThat(decider.label(new double[] {0.95, 0.05})).contains("yes");
    assertThat(decider.label(new double[] {0.96, 0.04})).contains("no");
  }

  @Test
  void abstainsWhereTheDecidedLabelIsNotProbableEnough() {
    DecisionSpec decision = new DecisionSpec(0.5, Map.of(), Map.of(), OptionalDouble.of(0.7));
    Decider decider = Decider.of(BINARY, decision);
    assertThat(decider.label(new double[] {0.4, 0.6})).isEqualTo(Optional.empty());
    assertThat(decider.label(new double[] {0.3, 0.7})).contains("yes");
    assertThat(decider.label(new double[] {0.7, 0.3})).contains("no");
  }

  @Test
  void refusesLabelsThatDoNotOccurAndThresholdsForSome() {
    assertThatThrownBy(() -> Decider.of(THREE, thresholds(Map.of("a", 0.5, "d", 0.5))))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_LABEL))
        .hasMessageContaining("names the labels d, which do not occur; there are a, b, c");
    assertThatThrownBy(() -> Decider.of(THREE, thresholds(Map.of("a", 0.5))))
        .hasMessageContaining("says nothing about b, c");
  }

  @Test
  void refusesTwoWaysToSayTheSame() {
    assertThatThrownBy(
            () -> new DecisionSpec(0.3, Map.of("yes", 0.2), Map.of(), OptionalDouble.empty()))
        .hasMessageContaining("keep one of them");
    assertThatThrownBy(() -> thresholds(Map.of("a", 0.0)))
        .hasMessage("the threshold of 'a' is above 0 and at most 1, not 0.0");
  }

  private static DecisionSpec thresholds(Map<String, Double> thresholds) {
    return new DecisionSpec(0.5, thresholds, Map.of(), OptionalDouble.empty());
  }
}
