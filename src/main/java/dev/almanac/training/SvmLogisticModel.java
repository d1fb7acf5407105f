package dev.almanac.training;

import dev.almanac.data.ModelColumns;
import java.util.List;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.classification.LogisticRegressionModel;

/**
 * Replaces a support vector machine by a logistic model. Spark's model has a margin and no
 * probability, and its PMML returns only 0 or 1. A logistic model with the same coefficients
 * returns the same labels, since 1 / (1 + exp(-margin)) is above 0.5 exactly if the margin is above
 * 0, and it keeps the order of rows, which thresholds and AUC need. The score is not calibrated;
 * the calibration error measures that.
 */
final class SvmLogisticModel {
  private SvmLogisticModel() {}

  /** The pipeline with a support vector machine at its end replaced; any other unchanged. */
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
