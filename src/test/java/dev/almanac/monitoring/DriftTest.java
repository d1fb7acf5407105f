package dev.almanac.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.almanac.core.FieldProfile;
import dev.almanac.data.ValueBins;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

/** The arithmetic of drift. */
class DriftTest {
  @Test
  void isZeroForTheSameShares() {
    assertThat(Drift.psi(new long[] {1000, 3000}, new long[] {10_000, 30_000}))
        .isCloseTo(0, within(1e-6));
  }

  @Test
  void isTheTextbooksIndex() {
    // 0.5, 0.5 against 0.4, 0.6: 0.1 ln 1.2 - 0.1 ln 0.8, by so many rows that half a one is nought
    assertThat(
            Drift.psi(new long[] {500_000_000, 500_000_000}, new long[] {400_000_000, 600_000_000}))
        .isCloseTo(0.1 * Math.log(1.2) - 0.1 * Math.log(0.8), within(1e-8));
  }

  @Test
  void isFiniteWhereALevelIsNewOrGone() {
    double gone = Drift.psi(new long[] {500, 500}, new long[] {1000, 0});

    assertThat(gone).isFinite().isGreaterThan(1);
    assertThat(Drift.psi(new long[] {1000, 0}, new long[] {500, 500})).isFinite().isGreaterThan(1);
  }

  @Test
  void isNoNumberWithoutValues() {
    assertThat(Drift.psi(new long[] {0, 0}, new long[] {5, 5})).isNaN();
    assertThat(Drift.psi(new long[] {5, 5}, new long[] {0, 0})).isNaN();
  }

  /** Of 2,000 pairs of samples of one distribution about 2 are beyond a quantile of 0.999. */
  @Test
  void knowsWhatChanceMakes() {
    SplittableRandom random = new SplittableRandom(7);
    int bins = 20;
    int beyond = 0;
    int beyondHalf = 0;
    for (int trial = 0; trial < 2_000; trial++) {
      double psi = Drift.psi(sample(random, bins, 4_000), sample(random, bins, 1_000));
      double chance = Drift.chance(bins, 4_000, 1_000);
      beyond += psi > chance ? 1 : 0;
      beyondHalf += psi > chance / 2 ? 1 : 0;
    }
    assertThat(beyond).isLessThanOrEqualTo(10);
    assertThat(beyondHalf).isGreaterThan(200);
  }

  @Test
  void countsAsProfilesDo() {
    ValueBins number =
        ValueBins.of(
            new FieldProfile.Numeric(
                "x",
                10,
                0,
                Optional.of(
                    new FieldProfile.Spread(
                        0,
                        9,
                        4,
                        1,
                        Map.of(),
                        new FieldProfile.Bins(List.of(0.0, 5.0), List.of(1L, 5L, 4L)),
                        new FieldProfile.Bins(List.of(), List.of(10L))))));
    assertThat(number.of(-1.0)).isZero();
    assertThat(number.of(-0.0)).as("an edge lies below itself, whatever its sign").isZero();
    assertThat(number.of(5.0)).isEqualTo(1);
    assertThat(number.of(5.1)).isEqualTo(2);
    assertThat(number.size()).isEqualTo(3);

    ValueBins level =
        ValueBins.of(new FieldProfile.Categorical("c", 9, 0, Map.of("a", 5L, "b", 3L), 1, 1));
    assertThat(level.of(UTF8String.fromString("a"))).isZero();
    assertThat(level.of(UTF8String.fromString("b"))).isEqualTo(1);
    assertThat(level.of(UTF8String.fromString("never seen"))).isEqualTo(2);
    assertThat(level.size()).isEqualTo(3);
  }

  private static long[] sample(SplittableRandom random, int bins, int rows) {
    long[] counts = new long[bins];
    for (int i = 0; i < rows; i++) {
      counts[random.nextInt(bins)]++;
    }
    return counts;
  }
}
