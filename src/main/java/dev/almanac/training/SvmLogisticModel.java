package dev.almanac.training;

import dev.almanac.data.ModelColumns;
import java.util.List;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.classification.LogisticRegressionModel;

/**
 * A support vector machine that answers with a number between 0 and 1. Spark's own model has a
 * margin and no probability, and its PMML only says 0 or 1. The same coefficients in a logistic
 * model give the same label on every row, since 1 / (1 + exp(-margin)) is above 0.5 exactly where
 * the margin is above 0, and keep the order of the rows, which thresholds and AUC live on. It is a
 * score: nothing has calibrated it, and the calibration error says by how much.
 */
final class SvmLogisticModel {
  private SvmLogisticModel() {}

  /** The pipeline with a support vector machine at its end replaced so; any other as it is. */
  static PipelineModel served(PipelineModel pipeline) {
    Transformer[] stages = pipeline.stages().clone();
    int last = stages.length - 1;
    if (!(stages[last] instanceof LinearSVCModel machine)) {
      return pipeline;
    }
    LogisticRegressionModel logistic =
        new LogisticRegressionModel(machine.uid(), machine.coefficients(), machine.intercept());
    logistic.setFeaturesCol(machine.getFeaturesCol());
    logistic.setPredictionCol(machine.getPredictionCol());
    logistic.setRawPredictionCol(machine.getRawPredictionCol());
    logistic.setProbabilityCol(ModelColumns.PROBABILITY);
    logistic.set(logistic.labelCol(), machine.getLabelCol());
    stages[last] = logistic;
    return new PipelineModel(pipeline.uid(), List.of(stages));
  }
}
