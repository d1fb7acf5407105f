package dev.almanac.monitoring;

import dev.almanac.data.ExactNames;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.Tuple2;

/** Summary of one numeric column, from which its bins are derived. */
record NumericSummary(double min, double max, double mean, double deviation, List<Double> values)
    implements Serializable {
  /** The probabilities of a profile's quantiles. */
  private static final List<Double> REPORTED = List.of(0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99);

  private static final int QUANTILE_BINS = 20;
  private static final int SHAPE_BINS = 24;

  private static final double[] PROBABILITIES = probabilities();

  /** Summary of one column in one partition. */
  record Part(int partition, NumberSummary summary) implements Serializable {}

  /**
   * Summaries of all columns in one pass, with a task for each partition. The same rows in the same
   * partitions give the same bits, whatever the order in which partitions finish.
   *
   * @param columns DOUBLE columns
   * @return summaries by column; none for a column without values
   */
  static Map<String, NumericSummary> of(Dataset<Row> rows, List<String> columns) {
    if (columns.isEmpty()) {
      return Map.of();
    }
    Dataset<Row> numbers =
        rows.select(columns.stream().map(name -> ExactNames.column(name)).toArray(Column[]::new));
    JavaRDD<InternalRow> cells =
        ((org.apache.spark.sql.classic.Dataset<Row>) numbers).queryExecution().toRdd().toJavaRDD();
    int size = columns.size();
    // Merged column by column: a summary takes about 200 KB for each partition, too much for all at
    // once.
    JavaPairRDD<Integer, NumericSummary> found =
        JavaPairRDD.fromJavaRDD(
                cells.mapPartitionsWithIndex(
                    (partition, part) -> summarise(partition, part, size), true))
            .groupByKey(Math.min(size, cells.getNumPartitions()))
            .mapValues(NumericSummary::of);
    Map<String, NumericSummary> measures = new HashMap<>();
    found.collect().forEach(column -> measures.put(columns.get(column._1()), column._2()));
    return measures;
  }

  private static Iterator<Tuple2<Integer, Part>> summarise(
      int partition, Iterator<InternalRow> rows, int columns) {
    NumberSummary[] summaries =
        Stream.generate(NumberSummary::new).limit(columns).toArray(NumberSummary[]::new);
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      for (int i = 0; i < columns; i++) {
        if (!row.isNullAt(i)) {
          summaries[i].add(row.getDouble(i));
        }
      }
    }
    return IntStream.range(0, columns)
        .filter(i -> summaries[i].count() > 0)
        .mapToObj(i -> new Tuple2<>(i, new Part(partition, summaries[i].compress())))
        .iterator();
  }

  /** The summary of one column from those of its partitions, in any order. */
  static NumericSummary of(Iterable<Part> parts) {
    NumberSummary all =
        StreamSupport.stream(parts.spliterator(), false)
            .sorted(Comparator.comparingInt(Part::partition))
            .map(Part::summary)
            .reduce(NumberSummary::merge)
            .orElseThrow();
    return new NumericSummary(
        unsigned(all.min()),
        unsigned(all.max()),
        unsigned(all.mean()),
        all.deviation(),
        all.quantiles(PROBABILITIES).stream().map(NumericSummary::unsigned).toList());
  }

  /** Quantiles by probability. */
  Map<Double, Double> quantiles() {
    Map<Double, Double> quantiles = new LinkedHashMap<>();
    for (int i = 0; i < PROBABILITIES.length; i++) {
      if (REPORTED.contains(PROBABILITIES[i])) {
        quantiles.put(PROBABILITIES[i], values.get(i));
      }
    }
    return quantiles;
  }

  /** Edges of equal-frequency bins; fewer in case of ties. */
  List<Double> quantileEdges() {
    List<Double> edges = new ArrayList<>();
    for (int bin = 1; bin < QUANTILE_BINS; bin++) {
      double edge = at((double) bin / QUANTILE_BINS);
      // An edge at the maximum would leave the last bin empty.
      if (edge < max && (edges.isEmpty() || edges.get(edges.size() - 1) < edge)) {
        edges.add(edge);
      }
    }
    return edges;
  }

  /** Edges of equal-width bins that cover all but the rarest values. */
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
      // A weighted mean, since high - low may overflow.
      double share = (double) bin / SHAPE_BINS;
      double edge = low * (1 - share) + high * share;
      // Rounding may make adjacent edges equal or, between two equal values, reverse them.
      if (last < edge && edge < high) {
        edges.add(edge);
        last = edge;
      }
    }
    return edges;
  }

  /** Replaces -0.0 by 0.0: their order among equal values is arbitrary. */
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
    List<Double> probabilities = new ArrayList<>(REPORTED);
    for (int bin = 1; bin < QUANTILE_BINS; bin++) {
      probabilities.add((double) bin / QUANTILE_BINS);
    }
    return probabilities.stream().mapToDouble(Double::doubleValue).distinct().sorted().toArray();
  }
}
