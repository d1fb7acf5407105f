package dev.almanac.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberSummaryTest {
  private static final double[] SHARES = {0.01, 0.25, 0.5, 0.75, 0.99};

  @Test
  void equalsAPlainComputation() {
    double[] values = values(40_000);
    NumberSummary summary = inParts(values, 7);

    double[] sorted = values.clone();
    Arrays.sort(sorted);
    BigDecimal sum = BigDecimal.ZERO;
    for (double value : values) {
      sum = sum.add(new BigDecimal(value));
    }
    BigDecimal mean = sum.divide(BigDecimal.valueOf(values.length), MathContext.DECIMAL128);
    BigDecimal squares = BigDecimal.ZERO;
    for (double value : values) {
      squares = squares.add(new BigDecimal(value).subtract(mean).pow(2), MathContext.DECIMAL128);
    }
    double deviation = Math.sqrt(squares.doubleValue() / (values.length - 1));
    assertThat(summary.count()).isEqualTo(values.length);
    assertThat(summary.min()).isEqualTo(sorted[0]);
    assertThat(summary.max()).isEqualTo(sorted[values.length - 1]);
    assertThat(summary.mean()).isEqualTo(mean.doubleValue());
    assertThat(summary.deviation()).isCloseTo(deviation, within(1e-12 * deviation));
    List<Double> quantiles = summary.quantiles(SHARES);
    for (int i = 0; i < SHARES.length; i++) {
      int rank = (int) (SHARES[i] * values.length);
      // A rank is wrong by one in 10 000 at most.
      assertThat(quantiles.get(i)).isBetween(sorted[rank - 5], sorted[rank + 5]);
    }
  }

  @Test
  void keepsTheDigitsOfNumbersFarFromZero() {
    NumberSummary summary = inParts(new double[] {1e15 + 1, 1e15 + 2, 1e15 + 3, 1e15 + 4}, 2);

    assertThat(summary.mean()).isEqualTo(1e15 + 2.5);
    assertThat(summary.deviation()).isCloseTo(Math.sqrt(5.0 / 3), within(1e-12));
    assertThat(inParts(new double[] {1e100, 1, -1e100, 3}, 1).mean()).isEqualTo(1);
  }

  @Test
  void hasAMeanWhereTheSumIsMoreThanADoubleHolds() {
    double large = 1.7e308;

    assertThat(inParts(new double[] {large, large, large}, 1).mean()).isEqualTo(large);
    assertThat(inParts(new double[] {large, large}, 2).mean()).isEqualTo(large);
    assertThat(inParts(new double[] {1, Double.POSITIVE_INFINITY, 2}, 1).mean())
        .isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void takesOneNumberAndNotANumber() {
    assertThat(inParts(new double[] {7}, 1).deviation()).isZero();
    NumberSummary summary = inParts(new double[] {1, Double.NaN, -3}, 1);
    assertThat(summary.min()).isEqualTo(-3);
    assertThat(summary.max()).isNaN();
    assertThat(summary.mean()).isNaN();
  }

  /** Each order of a merge gives other last digits; the measures take that of the partitions. */
  @Test
  void doesNotDependOnTheOrderInWhichPartitionsArrive() {
    double[] values = values(60_000);
    NumericSummary expected = NumericSummary.of(parts(values, 9));
    List<NumericSummary.Part> arrived = parts(values, 9);
    for (int seed = 0; seed < 5; seed++) {
      arrived = parts(values, 9);
      Collections.shuffle(arrived, new Random(seed));
      assertThat(NumericSummary.of(arrived)).isEqualTo(expected);
    }
  }

  private static NumberSummary inParts(double[] values, int parts) {
    return parts(values, parts).stream()
        .map(NumericSummary.Part::summary)
        .reduce(NumberSummary::merge)
        .orElseThrow();
  }

  private static List<NumericSummary.Part> parts(double[] values, int parts) {
    List<NumericSummary.Part> all = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      NumberSummary summary = new NumberSummary();
      int from = (int) ((long) i * values.length / parts);
      int to = (int) ((long) (i + 1) * values.length / parts);
      Arrays.stream(values, from, to).forEach(summary::add);
      all.add(new NumericSummary.Part(i, summary.compress()));
    }
    return all;
  }

  /** Skewed, of both signs and of many sizes, so that rounding matters. */
  private static double[] values(int count) {
    Random random = new Random(17);
    return random.doubles(count).map(value -> Math.exp(20 * value) - 1_000).toArray();
  }
}
