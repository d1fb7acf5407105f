package dev.almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProbabilityRangeTest {
  @Test
  void allowsForRounding() {
    assertThat(problem(0, 1)).isEmpty();
    assertThat(problem(-1e-10, 1 + 1e-10)).isEmpty();
    assertThat(problem(0.2, 0.2)).as("they need not add up to 1").isEmpty();
    assertThat(problem(-1e-8, 1)).isEqualTo("a probability below 0");
    assertThat(problem(0, 1 + 1e-8)).isEqualTo("a probability above 1");
  }

  @Test
  void theOrderOfProblemsIsThatOfAllEngines() {
    double infinity = Double.POSITIVE_INFINITY;
    assertThat(problem(-1, -infinity, infinity, Double.NaN)).isEqualTo("NaN");
    assertThat(problem(-1, -infinity, infinity)).isEqualTo("Infinity");
    assertThat(problem(2, -1, -infinity)).isEqualTo("-Infinity");
    assertThat(problem(2, -1)).isEqualTo("a probability below 0");
  }

  private static String problem(double... probabilities) {
    return ProbabilityRange.problem(probabilities);
  }
}
