package dev.almanac.evaluation;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.try_element_at;
import static org.apache.spark.sql.functions.var_pop;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Evaluation;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.Metric;
import dev.almanac.core.TaskType;
import dev.almanac.data.ExactNames;
import dev.almanac.data.Moments;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Computes metrics of forecasts. All metrics are exact: no bins, samples or interpolation except
 * where a metric is defined by them. Stateless and thread-safe.
 */
public final class Evaluator {
  static final String ACTUAL = "actual";
  static final String DECIDED = "decided";
  static final String PROBABILITY = "probability";

  /** The number of rows. */
  static final Column ROWS = count(lit(1));

  private Evaluator() {}

  /**
   * Computes the metrics of a supervised task. An undefined metric (precision without positive
   * decisions, AUC of one class) is absent. Rows without an actual value or a forecast are ignored.
   * Rows on which the decision abstains count in metrics of probabilities and in coverage, but not
   * in metrics of decisions.
   *
   * @param scored forecasts in the columns of {@link ForecastColumns} (PREDICTION; PROBABILITY and
   *     DECISION for binary; PROBABILITIES and DECISION for multi-class), and the actual label;
   *     read once
   * @param actualColumn the actual label: STRING, or DOUBLE in regression
   * @param labels the labels in the order of the confusion matrix; empty in regression
   * @param positive the positive label of a binary task; empty otherwise
   * @throws AlmanacException EMPTY_DATASET if there is no row to count; BAD_LABEL if a row has a
   *     label that is not among {@code labels}
   */
  public static Evaluation evaluate(
      Dataset<Row> scored,
      TaskType task,
      String actualColumn,
      List<String> labels,
      String positive) {
    Evaluation evaluation =
        task == TaskType.REGRESSION
            ? regression(scored, ExactNames.column(actualColumn))
            : classification(
                classified(scored, task, actualColumn),
                ClassificationMetrics.of(task, labels, positive));
    if (evaluation.rows() == 0) {
      throw new AlmanacException(
          ErrorCode.EMPTY_DATASET,
          "there is no holdout row with both a forecast and an actual '%s' to evaluate on.\nLook at the split, and at how many rows the engine rejects."
              .formatted(actualColumn));
    }
    return evaluation;
  }

  /**
   * The columns that classification metrics need: actual label, decided label and a probability.
   */
  static Dataset<Row> classified(
      Dataset<Row> scored, TaskType task, String actualColumn, Column... extraColumns) {
    Column actual = ExactNames.column(actualColumn);
    List<Column> columns = new ArrayList<>(List.of(extraColumns));
    columns.add(actual.as(ACTUAL));
    columns.add(col(ForecastColumns.DECISION).as(DECIDED));
    columns.add(
        (task == TaskType.BINARY
                ? col(ForecastColumns.PROBABILITY)
                : try_element_at(col(ForecastColumns.PROBABILITIES), actual))
            .as(PROBABILITY));
    Column forecast =
        col(task == TaskType.BINARY ? ForecastColumns.PROBABILITY : ForecastColumns.PROBABILITIES);
    return scored
        .filter(actual.isNotNull().and(forecast.isNotNull()))
        .select(columns.toArray(Column[]::new));
  }

  /**
   * Computes the metrics of a clustering; undefined metrics are absent.
   *
   * @param features a VECTOR column, as the model reads it
   * @param group a whole number: the assigned cluster
   * @throws AlmanacException EMPTY_DATASET if there is no row
   */
  public static Evaluation clusters(Dataset<Row> rows, String features, String group) {
    Evaluation evaluation = ClusterMetrics.of(rows, features, group);
    if (evaluation.rows() == 0) {
      throw new AlmanacException(
          ErrorCode.EMPTY_DATASET,
          "there is no holdout row to evaluate on.\n"
              + "Look at the split, and at how many rows the engine rejects.");
    }
    return evaluation;
  }

  /**
   * Spark counts groups of equal rows, and the driver receives them one at a time in descending
   * order of probability. The order of additions is fixed, so a rerun gives the same digits.
   */
  private static Evaluation classification(Dataset<Row> rows, ClassificationMetrics measures) {
    Iterator<Row> groups =
        rows.groupBy(ACTUAL, DECIDED, PROBABILITY)
            .agg(count(lit(1)))
            .orderBy(col(PROBABILITY).desc(), col(ACTUAL), col(DECIDED))
            .toLocalIterator();
    while (groups.hasNext()) {
      Row group = groups.next();
      double probability = group.isNullAt(2) ? 0 : group.getDouble(2);
      measures.add(
          group.getString(0),
          Optional.ofNullable(group.getString(1)),
          probability,
          group.getLong(3));
    }
    return measures.evaluation();
  }

  private static Evaluation regression(Dataset<Row> scored, Column actual) {
    Column error = error(actual);
    List<Moments> found =
        Moments.of(
            forecast(scored, actual), List.of(error.multiply(error), abs(error), error, actual));
    return regression(
        found.get(0).count(),
        found.get(0).mean(),
        found.get(1).mean(),
        found.get(2).mean(),
        found.get(3).variance());
  }

  /** The rows of a regression that have an actual value and a forecast. */
  static Dataset<Row> forecast(Dataset<Row> scored, Column actual) {
    return scored.filter(actual.isNotNull().and(col(ForecastColumns.PREDICTION).isNotNull()));
  }

  /** The aggregates that {@link #regression(Row, int)} reads after {@link #ROWS}. */
  static Column[] errors(Column actual) {
    Column error = error(actual);
    return new Column[] {avg(error.multiply(error)), avg(abs(error)), avg(error), var_pop(actual)};
  }

  /** The metrics of a regression from their aggregates, which start at an index. */
  static Evaluation regression(Row found, int at) {
    long rows = found.getLong(at);
    return rows == 0
        ? regression(0, 0, 0, 0, 0)
        : regression(
            rows,
            found.getDouble(at + 1),
            found.getDouble(at + 2),
            found.getDouble(at + 3),
            found.getDouble(at + 4));
  }

  private static Column error(Column actual) {
    return col(ForecastColumns.PREDICTION).minus(actual);
  }

  private static Evaluation regression(
      long rows, double squared, double absolute, double bias, double variance) {
    Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
    if (rows > 0) {
      metrics.put(Metric.RMSE, Math.sqrt(squared));
      metrics.put(Metric.MAE, absolute);
      metrics.put(Metric.BIAS, bias);
      if (variance > 0) {
        metrics.put(Metric.R2, 1 - squared / variance);
      }
    }
    return new Evaluation(TaskType.REGRESSION, rows, metrics, List.of(), List.of());
  }
}
