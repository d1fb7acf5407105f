package dev.almanac.lookup;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Accumulator of the aggregates of one group. Not thread-safe. */
final class GroupAccumulator {
  private final List<AggregateQuery.Measure> measures;
  private final long[] counts;
  private final double[] sums;
  private final double[] least;
  private final double[] most;
  private final double[][] values;
  private long rows;

  GroupAccumulator(List<AggregateQuery.Measure> measures) {
    this.measures = measures;
    this.counts = new long[measures.size()];
    this.sums = new double[measures.size()];
    this.least = new double[measures.size()];
    this.most = new double[measures.size()];
    this.values = new double[measures.size()][0];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(most, Double.NEGATIVE_INFINITY);
  }

  void row() {
    rows++;
  }

  /** Adds a value that is not null, of any type. */
  void count(int measure) {
    counts[measure]++;
  }

  /**
   * Adds a number.
   *
   * @return number of additional values held because of it
   */
  int number(int measure, double value) {
    int held = 0;
    if (measures.get(measure).kind() == AggregateQuery.Kind.QUANTILE) {
      int count = (int) counts[measure];
      if (count == values[measure].length) {
        int longer = Math.max(16, count + (count >> 1));
        held = longer - count;
        values[measure] = Arrays.copyOf(values[measure], longer);
      }
      values[measure][count] = value;
    }
    counts[measure]++;
    sums[measure] += value;
    least[measure] = Math.min(least[measure], value);
    most[measure] = Math.max(most[measure], value);
    return held;
  }

  long rows() {
    return rows;
  }

  /** The value of an aggregate; null if there are no numbers. */
  @Nullable Double value(int measure) {
    long count = counts[measure];
    AggregateQuery.Measure requested = measures.get(measure);
    if (requested.kind() == AggregateQuery.Kind.ROWS) {
      return (double) rows;
    } else if (requested.kind() == AggregateQuery.Kind.COUNT) {
      return (double) count;
    } else if (count == 0) {
      return null;
    }
    return switch (requested.kind()) {
      case SUM -> sums[measure];
      case MEAN -> sums[measure] / count;
      case MIN -> least[measure];
      case MAX -> most[measure];
      case QUANTILE -> quantile(values[measure], (int) count, requested.at());
      case ROWS, COUNT -> throw new IllegalStateException("was answered above");
    };
  }

  /** By nearest rank. */
  private static double quantile(double[] values, int count, double at) {
    Arrays.sort(values, 0, count);
    int rank = (int) Math.ceil(at * count);
    return values[Math.min(count, Math.max(1, rank)) - 1];
  }
}
