package dev.almanac.job;

import dev.almanac.core.Evaluation;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.data.ModelColumns;
import dev.almanac.evaluation.Evaluator;
import dev.almanac.scoring.SparkEngine;
import dev.almanac.training.TrainedModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Evaluation of a fitted model on its holdout. */
final class Holdouts {
  private Holdouts() {}

  /** Scores the holdout as in production, and computes the metrics. */
  static Evaluation evaluate(TrainSpec spec, TrainedModel model, DecisionSpec decision) {
    Dataset<Row> forecasts =
        new SparkEngine(model.pipeline())
            .score(model.holdout(), model.signature(), decision)
            .filter(ForecastColumns.REJECT_REASON + " IS NULL");
    return evaluate(spec, model, forecasts);
  }

  /**
   * Computes the metrics of holdout forecasts.
   *
   * @param forecasts as an engine returns them, without rejects, with the label column; not read
   *     for clustering, which is measured by the distances between its rows
   */
  static Evaluation evaluate(TrainSpec spec, TrainedModel model, Dataset<Row> forecasts) {
    if (spec.task() == TaskType.CLUSTERING) {
      return Evaluator.clusters(
          model.pipeline().transform(model.holdout()),
          ModelColumns.FEATURES,
          ModelColumns.PREDICTION);
    }
    return Evaluator.evaluate(
        forecasts,
        spec.task(),
        spec.label(),
        model.signature().labels(),
        model.signature().positive());
  }
}
