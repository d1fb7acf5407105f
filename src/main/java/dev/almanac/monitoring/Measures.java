package dev.almanac.monitoring;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percentile_approx;
import static org.apache.spark.sql.functions.stddev_samp;

import dev.almanac.data.ExactNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The measures of one numeric column, from which its bins follow. */
record Measures(double min, double max, double mean, double deviation, List<Double> values) {
  /** The quantiles that a profile tells. */
  private static final List<Double> TOLD = List.of(0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99);

  private static final int QUANTILE_BINS = 20;
  private static final int SHAPE_BINS = 24;
  private static final int ACCURACY = 10_000;

  /** Up to this many rows are read in one order, so that sums come out the same every time. */
  private static final long EXACT_ROWS = 4_000_000;

  private static final double[] PROBABILITIES = probabilities();

  /** Of all columns in one pass; a column without any value has none. */
  static List<Optional<Measures>> of(Dataset<Row> rows, long count, List<String> columns) {
    if (columns.isEmpty()) {
      return List.of();
    }
    List<Column> measures = new ArrayList<>();
    Column[] shares =
        DoubleStream.of(PROBABILITIES).mapToObj(share -> lit(share)).toArray(Column[]::new);
    for (String name : columns) {
      Column value = ExactNames.column(name);
      measures.add(functions.min(value));
      measures.add(functions.max(value));
      measures.add(avg(value));
      measures.add(stddev_samp(value));
      measures.add(percentile_approx(value, array(shares), lit(ACCURACY)));
    }
    // The driver adds up partitions in the order in which they arrive, which is no order.
    Dataset<Row> ordered = count <= EXACT_ROWS ? rows.coalesce(1) : rows;
    Row found = ordered.select(measures.toArray(Column[]::new)).head();
    List<Optional<Measures>> all = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int at = 5 * i;
      all.add(
          found.isNullAt(at)
              ? Optional.empty()
              : Optional.of(
                  new Measures(
                      unsigned(found.getDouble(at)),
                      unsigned(found.getDouble(at + 1)),
                      unsigned(found.getDouble(at + 2)),
                      found.isNullAt(at + 3) ? 0 : found.getDouble(at + 3),
                      found.<Double>getList(at + 4).stream().map(Measures::unsigned).toList())));
    }
    return all;
  }

  /** Value by share. */
  Map<Double, Double> quantiles() {
    Map<Double, Double> quantiles = new LinkedHashMap<>();
    for (int i = 0; i < PROBABILITIES.length; i++) {
      if (TOLD.contains(PROBABILITIES[i])) {
        quantiles.put(PROBABILITIES[i], values.get(i));
      }
    }
    return quantiles;
  }

  /** Between bins of about as many values; fewer where many values are equal. */
  List<Double> quantileEdges() {
    List<Double> edges = new ArrayList<>();
    for (int bin = 1; bin < QUANTILE_BINS; bin++) {
      double edge = at((double) bin / QUANTILE_BINS);
      // Nothing lies above the largest value: an edge there would part nothing.
      if (edge < max && (edges.isEmpty() || edges.get(edges.size() - 1) < edge)) {
        edges.add(edge);
      }
    }
    return edges;
  }

  /** Between bins of one width that cover all but the rarest values. */
  List<Double> shapeEdges() {
    double low = at(0.01);
    double high = at(0.99);
    if (!(low < high)) {
      low = min;
      high = max;
    }
    List<Double> edges = new ArrayList<>();
    double last = low;
    for (int bin = 1; bin < SHAPE_BINS; bin++) {
      // Weighted, not added: high - low may be more than a double holds.
      double share = (double) bin / SHAPE_BINS;
      double edge = low * (1 - share) + high * share;
      // Rounding may bring an edge to its neighbour or, between two equal values, past them.
      if (last < edge && edge < high) {
        edges.add(edge);
        last = edge;
      }
    }
    return edges;
  }

  /** One zero for both: which of them comes first among equal values is chance. */
  private static double unsigned(double value) {
    return value + 0.0;
  }

  private double at(double share) {
    for (int i = 0; i < PROBABILITIES.length; i++) {
      if (PROBABILITIES[i] == share) {
        return values.get(i);
      }
    }
    throw new IllegalArgumentException("no quantile " + share + " was asked for");
  }

  private static double[] probabilities() {
    List<Double> probabilities = new ArrayList<>(TOLD);
    for (int bin = 1; bin < QUANTILE_BINS; bin++) {
      probabilities.add((double) bin / QUANTILE_BINS);
    }
    return probabilities.stream().mapToDouble(Double::doubleValue).distinct().sorted().toArray();
  }
}
