package dev.almanac.monitoring;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;

/**
 * Where a number lies among the edges of two rows of bins, as one number: a search in a table
 * rather than a chain of comparisons, of which many columns would make more code than the JVM
 * compiles. Serializable.
 */
final class BinIndexUdf implements UDF1<@Nullable Double, @Nullable Integer> {
  private static final long serialVersionUID = 1L;

  /** More than there are bins. */
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

  /** The bin among the first edges. */
  static int first(int place) {
    return place / BASE;
  }

  /** The bin among the second edges. */
  static int second(int place) {
    return place % BASE;
  }

  /** A value that is an edge lies below it. */
  private static int bin(double[] edges, double value) {
    // Zero has two signs and they are one value.
    int found = Arrays.binarySearch(edges, value + 0.0);
    return found < 0 ? -found - 1 : found;
  }

  private static double[] array(List<Double> edges) {
    return edges.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
