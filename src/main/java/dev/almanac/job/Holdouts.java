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

/** What a fitted model is worth on the rows it was not fitted on. */
final class Holdouts {
  private Holdouts() {}

  /** Scores the holdout, as in use, and measures it. */
  static Evaluation evaluate(TrainSpec spec, TrainedModel model, DecisionSpec decision) {
    Dataset<Row> forecasts =
        new SparkEngine(model.pipeline())
            .score(model.holdout(), model.signature(), decision)
            .filter(ForecastColumns.REJECT_REASON + " IS NULL");
    return evaluate(spec, model, forecasts);
  }

  /**
   * Measures forecasts of the holdout.
   *
   * @param forecasts as an engine gives them, without rejects, with the label beside; not read by a
   *     clustering, which is measured by the distances between its rows
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
