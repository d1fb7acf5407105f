package dev.almanac.evaluation;

import dev.almanac.core.Field;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.data.ExactNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Predictive power of the best single feature: AUC for two labels, accuracy for more, R² for a
 * number. A table of bins or levels is fitted on one half of a sample and evaluated on the other.
 *
 * @param feature the best feature
 * @param value its metric on the second half
 */
record SingleFeature(String feature, double value) {
  private static final int MOST_ROWS = 10_000;
  private static final int MOST_CELLS = 2_000_000;
  private static final int LEAST_ROWS = 40;
  private static final int BINS = 50;

  /**
   * The best feature of a model, other than texts; empty if there is none or there are too few
   * rows.
   *
   * @param holdout rows with the model's inputs and the label, as training reads them
   */
  static Optional<SingleFeature> best(
      Signature signature, String label, Dataset<Row> holdout, long holdoutRows, long seed) {
    List<Field> features =
        signature.inputs().stream().filter(field -> field.kind() != Field.Kind.TEXT).toList();
    if (features.isEmpty()) {
      return Optional.empty();
    }
    int most = Math.max(LEAST_ROWS, Math.min(MOST_ROWS, MOST_CELLS / features.size()));
    List<Column> columns = new ArrayList<>(List.of(ExactNames.column(label)));
    features.forEach(field -> columns.add(ExactNames.column(field.name())));
    Dataset<Row> some =
        holdoutRows <= most ? holdout : holdout.sample(false, (double) most / holdoutRows, seed);
    List<Row> rows = some.select(columns.toArray(Column[]::new)).limit(2 * most).collectAsList();
    if (rows.size() < LEAST_ROWS) {
      return Optional.empty();
    }
    List<SingleFeature> found = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      double value = value(signature, rows, i + 1, features.get(i).kind());
      if (Double.isFinite(value)) {
        found.add(new SingleFeature(features.get(i).name(), value));
      }
    }
    return found.stream().max(Comparator.comparingDouble(SingleFeature::value));
  }

  private static double value(Signature signature, List<Row> rows, int at, Field.Kind kind) {
    List<Row> fit = every(rows, 0);
    List<Row> measured = every(rows, 1);
    double[] edges = kind == Field.Kind.NUMERIC ? edges(fit, at) : new double[0];
    if (signature.task() == TaskType.MULTICLASS) {
      Map<String, String> table = majorities(fit, at, edges);
      long right =
          measured.stream()
              .filter(row -> row.getString(0).equals(table.get(key(row, at, edges))))
              .count();
      return (double) right / measured.size();
    }
    double[] actual = measured.stream().mapToDouble(row -> number(signature, row)).toArray();
    Map<String, Double> table = means(signature, fit, at, edges);
    double mean = Arrays.stream(actual).average().orElse(0);
    double[] expected =
        measured.stream()
            .mapToDouble(row -> table.getOrDefault(key(row, at, edges), mean))
            .toArray();
    return signature.task() == TaskType.BINARY ? auc(actual, expected) : r2(actual, expected);
  }

  private static List<Row> every(List<Row> rows, int second) {
    List<Row> half = new ArrayList<>();
    for (int i = second; i < rows.size(); i += 2) {
      half.add(rows.get(i));
    }
    return half;
  }

  /** The label as a number: in binary tasks 1 for the positive label and 0 for the other. */
  private static double number(Signature signature, Row row) {
    return signature.task() == TaskType.BINARY
        ? (row.getString(0).equals(signature.positive()) ? 1 : 0)
        : row.getDouble(0);
  }

  /** Upper bounds of equal-frequency bins. */
  private static double[] edges(List<Row> rows, int at) {
    double[] sorted =
        rows.stream()
            .filter(row -> !row.isNullAt(at))
            .mapToDouble(row -> row.getDouble(at))
            .sorted()
            .toArray();
    int bins = Math.min(BINS, sorted.length);
    return bins == 0
        ? sorted
        : java.util.stream.IntStream.range(1, bins)
            .mapToDouble(bin -> sorted[(int) ((long) bin * sorted.length / bins)])
            .distinct()
            .toArray();
  }

  private static String key(Row row, int at, double[] edges) {
    if (row.isNullAt(at)) {
      return "null";
    }
    if (row.get(at) instanceof Double number) {
      int found = Arrays.binarySearch(edges, number);
      return "bin " + (found < 0 ? -found - 1 : found + 1);
    }
    return "level " + row.get(at);
  }

  private static Map<String, Double> means(
      Signature signature, List<Row> rows, int at, double[] edges) {
    Map<String, double[]> sums = new HashMap<>();
    for (Row row : rows) {
      double[] sum = sums.computeIfAbsent(key(row, at, edges), any -> new double[2]);
      sum[0] += number(signature, row);
      sum[1]++;
    }
    Map<String, Double> means = new HashMap<>();
    sums.forEach((key, sum) -> means.put(key, sum[0] / sum[1]));
    return means;
  }

  private static Map<String, String> majorities(List<Row> rows, int at, double[] edges) {
    Map<String, Map<String, Integer>> counts = new HashMap<>();
    for (Row row : rows) {
      counts
          .computeIfAbsent(key(row, at, edges), any -> new HashMap<>())
          .merge(row.getString(0), 1, Integer::sum);
    }
    Map<String, String> majorities = new HashMap<>();
    counts.forEach(
        (key, labels) ->
            majorities.put(
                key,
                labels.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .orElseThrow()
                    .getKey()));
    return majorities;
  }

  /** AUC: the probability that a positive row has the larger number, ties counted half. */
  static double auc(double[] actual, double[] expected) {
    Integer[] order = new Integer[actual.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> expected[i]));
    double ranks = 0;
    double positives = 0;
    for (int from = 0; from < order.length; ) {
      int to = from;
      while (to < order.length && expected[order[to]] == expected[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks += actual[order[i]] * (from + 1 + to) / 2.0;
        positives += actual[order[i]];
      }
      from = to;
    }
    double negatives = actual.length - positives;
    return (ranks - positives * (positives + 1) / 2) / (positives * negatives);
  }

  private static double r2(double[] actual, double[] expected) {
    double mean = Arrays.stream(actual).average().orElse(0);
    double missed = 0;
    double all = 0;
    for (int i = 0; i < actual.length; i++) {
      missed += (actual[i] - expected[i]) * (actual[i] - expected[i]);
      all += (actual[i] - mean) * (actual[i] - mean);
    }
    return 1 - missed / all;
  }
}
