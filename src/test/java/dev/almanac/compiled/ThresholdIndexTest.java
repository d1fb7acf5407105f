package dev.almanac.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class ThresholdIndexTest {
  private final Random random = new Random(3);

  @Test
  void countsTheLimitsBelowHoweverTheyLie() {
    for (int size : new int[] {0, 1, 2, 3, 7, 8, 9, 100, 255, 5_000}) {
      check(size, random::nextDouble);
      check(size, random::nextGaussian);
      check(size, () -> Math.exp(20 * random.nextGaussian()));
      check(size, () -> random.nextInt(1_000) < 999 ? random.nextInt(300) : 1e300);
      check(size, () -> -1e308 + random.nextDouble() * 1.7e308 * random.nextInt(2));
    }
  }

  @Test
  void countsLimitsOfWhichSomeHaveNoEnd() {
    double[] limits = {Double.NEGATIVE_INFINITY, -Double.MAX_VALUE, 0, Double.MAX_VALUE};
    check(limits, new double[] {0});
    check(new double[] {1, 2, Double.POSITIVE_INFINITY}, new double[] {3});
    check(new double[] {0.0, Double.MIN_VALUE}, new double[] {-0.0, 2 * Double.MIN_VALUE});
  }

  private void check(int size, DoubleSupplier numbers) {
    double[] limits =
        Arrays.stream(new double[size])
            .map(none -> numbers.getAsDouble())
            .sorted()
            .distinct()
            .toArray();
    double[] others = Arrays.stream(new double[100]).map(none -> numbers.getAsDouble()).toArray();
    check(limits, others);
  }

  private void check(double[] limits, double[] others) {
    double[] ends = {
      Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, -Double.MAX_VALUE, 0.0, -0.0
    };
    double[] near =
        Arrays.stream(limits)
            .flatMap(
                limit ->
                    Arrays.stream(new double[] {limit, Math.nextUp(limit), Math.nextDown(limit)}))
            .toArray();
    ThresholdIndex ranks = new ThresholdIndex(limits);
    for (double[] values : new double[][] {ends, others, near}) {
      int[] found = new int[values.length];
      ranks.find(values, found, values.length);
      for (int i = 0; i < values.length; i++) {
        double value = values[i];
        assertThat(found[i])
            .as("%s among %d limits", value, limits.length)
            .isEqualTo((int) Arrays.stream(limits).filter(limit -> limit < value).count());
      }
    }
  }
}
