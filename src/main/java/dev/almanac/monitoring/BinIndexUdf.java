package dev.almanac.monitoring;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;

/**
 * Spark function that finds a number's bins in two histograms and returns both indexes as one
 * number. A binary search of an array replaces a chain of comparisons, which for many columns would
 * generate more code than the JVM compiles. Serializable.
 */
final class BinIndexUdf implements UDF1<@Nullable Double, @Nullable Integer> {
  private static final long serialVersionUID = 1L;

  /** Larger than the number of bins. */
  private static final int BASE = 1_000;

  private final double[] first;
  private final double[] second;

  BinIndexUdf(List<Double> first, List<Double> second) {
    this.first = array(first);
    this.second = array(second);
  }

  @Override
  public @Nullable Integer call(@Nullable Double value) {
    return value == null ? null : bin(first, value) * BASE + bin(second, value);
  }

  /** The bin in the first histogram. */
  static int first(int place) {
    return place / BASE;
  }

  /** The bin in the second histogram. */
  static int second(int place) {
    return place % BASE;
  }

  /** The bin of a value; a value equal to an edge is in the bin below it. */
  private static int bin(double[] edges, double value) {
    // Replaces -0.0 by 0.0.
    int found = Arrays.binarySearch(edges, value + 0.0);
    return found < 0 ? -found - 1 : found;
  }

  private static double[] array(List<Double> edges) {
    return edges.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
