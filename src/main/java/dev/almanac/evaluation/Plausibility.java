package dev.almanac.evaluation;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.almanac.core.Evaluation;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.Metric;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.Text;
import dev.almanac.data.ExactNames;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Detects implausible models: constant forecasts, no improvement over a constant baseline, or a
 * feature that leaks the label. Stateless and thread-safe.
 */
public final class Plausibility {
  /** Metrics above this value suggest leakage. */
  private static final double TOO_GOOD = 0.999;

  /** A single feature that alone reaches this share of the metric is reported. */
  private static final double CARRIES = 0.99;

  /** Number of standard errors of an AUC that are attributed to chance. */
  private static final double ERRORS = 2;

  private Plausibility() {}

  /**
   * Warnings about the model, one sentence each; empty if there are none.
   *
   * @param label the label's column
   * @param forecasts the holdout's forecasts, without rejects, with the label; read once
   * @param holdout the holdout's rows with the model's inputs; read only if a metric is
   *     suspiciously high
   */
  public static List<String> warnings(
      Evaluation evaluation,
      Signature signature,
      String label,
      Dataset<Row> forecasts,
      Dataset<Row> holdout,
      long seed) {
    if (evaluation.rows() == 0 || signature.task() == TaskType.CLUSTERING) {
      return List.of();
    }
    List<String> warnings = new ArrayList<>();
    Extremes found = Extremes.of(signature, label, forecasts);
    if (found.labels.isConstant()) {
      warnings.add(
          "every row of the holdout has the label %s, so that its measures say nothing about other labels. Let the split hold out rows of all kinds"
              .formatted(said(found.labels.most)));
    }
    Optional<String> constant = constant(signature, found);
    if (constant.isPresent()) {
      warnings.add(constant.get());
    } else {
      noBetter(evaluation, signature, found).ifPresent(warnings::add);
    }
    tooGood(evaluation)
        .ifPresent(
            metric ->
                warnings.add(
                    tooGood(
                        metric,
                        evaluation,
                        SingleFeature.best(signature, label, holdout, evaluation.rows(), seed))));
    return List.copyOf(warnings);
  }

  /** A warning if the forecast, probability or decision is the same in all rows. */
  private static Optional<String> constant(Signature signature, Extremes found) {
    if (signature.task() == TaskType.REGRESSION) {
      return found.score.isConstant()
          ? Optional.of(
              "the forecast of every holdout row is %s: the model learnt nothing from its features"
                  .formatted(said(found.score.least)))
          : Optional.empty();
    }
    if (found.score.isConstant() && found.prediction.isConstant()) {
      return Optional.of(
          "every holdout row has the same probability, %s: the model learnt nothing from its features"
              .formatted(said(found.score.least)));
    }
    return found.decision.isConstant() && found.decided == found.rows
        ? Optional.of(
            "every holdout row is decided %s; look at decision.threshold or decision.costs if another label is to be found"
                .formatted(said(found.decision.least)))
        : Optional.empty();
  }

  private static Optional<String> noBetter(
      Evaluation evaluation, Signature signature, Extremes found) {
    return switch (signature.task()) {
      case BINARY -> {
        double positives = found.positives;
        double negatives = found.rows - positives;
        double error = Math.sqrt((found.rows + 1) / (12 * positives * negatives));
        yield evaluation
            .metric(Metric.AUC)
            .filter(auc -> auc <= 0.5 + ERRORS * error)
            .map(
                auc ->
                    "auc %s on the holdout is within what chance makes of it (0.5 ± %s): the model orders rows no better than a coin"
                        .formatted(number(auc), number(ERRORS * error)));
      }
      case MULTICLASS -> {
        long most = 0;
        long all = 0;
        for (List<Long> row : evaluation.confusion()) {
          long rows = row.stream().mapToLong(Long::longValue).sum();
          most = Math.max(most, rows);
          all += rows;
        }
        double majority = (double) most / all;
        yield evaluation
            .metric(Metric.ACCURACY)
            .filter(accuracy -> accuracy <= majority)
            .map(
                accuracy ->
                    "accuracy %s on the holdout is no better than always answering the most frequent label (%s)"
                        .formatted(number(accuracy), number(majority)));
      }
      case REGRESSION ->
          evaluation
              .metric(Metric.R2)
              .filter(r2 -> r2 <= 0)
              .map(
                  r2 ->
                      "r2 %s on the holdout: the model is no better than the mean of the label"
                          .formatted(number(r2)));
      case CLUSTERING -> Optional.empty();
    };
  }

  private static Optional<Metric> tooGood(Evaluation evaluation) {
    Metric metric =
        switch (evaluation.task()) {
          case BINARY -> Metric.AUC;
          case MULTICLASS -> Metric.ACCURACY;
          case REGRESSION -> Metric.R2;
          case CLUSTERING -> Metric.SILHOUETTE;
        };
    return evaluation.metric(metric).filter(value -> value > TOO_GOOD).map(value -> metric);
  }

  private static String tooGood(
      Metric metric, Evaluation evaluation, Optional<SingleFeature> best) {
    return "%s is %s on the holdout, which is hardly ever true of a forecast%s"
        .formatted(
            metric.word(),
            number(evaluation.metric(metric).orElseThrow()),
            best.filter(feature -> feature.value() >= CARRIES)
                .map(
                    feature ->
                        ": the feature '%s' alone reaches %s. It may be the label in another form, or known only after it"
                            .formatted(Text.printable(feature.feature()), number(feature.value())))
                .orElse(
                    ". Look for features that are known only after the label, and for rows that are"
                        + " in both parts"));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String said(Object value) {
    return value instanceof Double number
        ? new BigDecimal(number, new MathContext(6)).stripTrailingZeros().toPlainString()
        : "'" + Text.printable(String.valueOf(value)) + "'";
  }

  /** Minimum and maximum of a column; null if it has no value. */
  private record Span(Object least, Object most) {
    boolean isConstant() {
      if (least instanceof Double from && most instanceof Double to) {
        return to - from <= 1e-9 * Math.max(Math.abs(from), Math.abs(to));
      }
      return least != null && least.equals(most);
    }
  }

  /** Aggregates of the forecasts. */
  private record Extremes(
      long rows,
      Span labels,
      long positives,
      Span prediction,
      Span score,
      Span decision,
      long decided) {
    static Extremes of(Signature signature, String label, Dataset<Row> forecasts) {
      boolean numbers = signature.task() == TaskType.REGRESSION;
      Column actual = ExactNames.column(label);
      Column prediction = ExactNames.column(ForecastColumns.PREDICTION);
      Column score = numbers ? prediction : ExactNames.column(ForecastColumns.PROBABILITY);
      Column decision = numbers ? prediction : ExactNames.column(ForecastColumns.DECISION);
      Column positive =
          signature.task() == TaskType.BINARY
              ? when(actual.equalTo(signature.positive()), 1L).otherwise(0L)
              : lit(0L);
      Row row =
          forecasts
              .agg(
                  count(lit(1)),
                  min(actual),
                  max(actual),
                  sum(positive),
                  min(prediction),
                  max(prediction),
                  min(score),
                  max(score),
                  min(decision),
                  max(decision),
                  count(decision))
              .head();
      return new Extremes(
          row.getLong(0),
          new Span(row.get(1), row.get(2)),
          row.isNullAt(3) ? 0 : row.getLong(3),
          new Span(row.get(4), row.get(5)),
          new Span(row.get(6), row.get(7)),
          new Span(row.get(8), row.get(9)),
          row.getLong(10));
    }
  }
}
