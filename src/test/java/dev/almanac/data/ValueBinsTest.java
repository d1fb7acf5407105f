package dev.almanac.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.FieldProfile;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueBinsTest {
  /** Against a plain search, for edges of many shapes. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5, 19})
  void findsTheBinThatASearchFinds(int count) {
    SplittableRandom random = new SplittableRandom(7);
    for (int trial = 0; trial < 200; trial++) {
      double scale = Math.pow(10, random.nextInt(-320, 308));
      double skew = random.nextInt(1, 9);
      double[] edges =
          DoubleStream.generate(() -> Math.pow(random.nextDouble(), skew) * scale - scale / 3)
              .limit(count)
              .sorted()
              .distinct()
              .toArray();
      ValueBins bins = bins(edges);
      for (int i = 0; i < 200; i++) {
        double value = (random.nextDouble() * 2 - 1) * scale;
        assertThat(bins.of(value)).isEqualTo(searched(edges, value));
      }
      for (double edge : edges) {
        assertThat(bins.of(edge)).isEqualTo(searched(edges, edge));
        assertThat(bins.of(Math.nextUp(edge))).isEqualTo(searched(edges, Math.nextUp(edge)));
        assertThat(bins.of(Math.nextDown(edge))).isEqualTo(searched(edges, Math.nextDown(edge)));
      }
      for (double extreme :
          new double[] {
            Double.NEGATIVE_INFINITY,
            -Double.MAX_VALUE,
            -0.0,
            0.0,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.POSITIVE_INFINITY,
            Double.NaN
          }) {
        assertThat(bins.of(extreme)).as("%s", extreme).isEqualTo(searched(edges, extreme));
      }
    }
  }

  @Test
  void findsTheBinOfEdgesThatAreTheWholeRange() {
    double[] edges = {-Double.MAX_VALUE, 0, Double.MAX_VALUE};
    ValueBins bins = bins(edges);
    for (double value : new double[] {-Double.MAX_VALUE, -1, -0.0, 0, 1, Double.MAX_VALUE}) {
      assertThat(bins.of(value)).isEqualTo(searched(edges, value));
    }
  }

  private static int searched(double[] edges, double value) {
    int found = Arrays.binarySearch(edges, value + 0.0);
    return found < 0 ? -found - 1 : found;
  }

  private static ValueBins bins(double[] edges) {
    List<Double> boxed = Arrays.stream(edges).map(edge -> edge + 0.0).boxed().toList();
    return ValueBins.of(
        new FieldProfile.Numeric(
            "x",
            1,
            0,
            Optional.of(
                new FieldProfile.Spread(
                    0,
                    0,
                    0,
                    0,
                    Map.of(),
                    new FieldProfile.Bins(boxed, Collections.nCopies(edges.length + 1, 0L)),
                    new FieldProfile.Bins(List.of(), List.of(0L))))));
  }
}
