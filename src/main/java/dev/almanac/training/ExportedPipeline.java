package dev.almanac.training;

import dev.almanac.core.ForecastColumns;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.data.ExactNames;
import dev.almanac.data.ModelColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The pipeline as stored: the fitted stages and one more that adds the forecast as {@link
 * ForecastColumns#PREDICTION}, as a label rather than its index. Other readers of Spark pipelines,
 * such as MLflow, expect that column; Almanac's own engine does not read it.
 */
public final class ExportedPipeline {
  private ExportedPipeline() {}

  /** The fitted pipeline with the additional stage. */
  public static PipelineModel of(TrainedModel model) {
    Signature signature = model.signature();
    List<PipelineStage> stages = new ArrayList<>(Arrays.asList(model.pipeline().stages()));
    stages.add(
        signature.task() == TaskType.REGRESSION
            ? new SQLTransformer("prediction")
                .setStatement(
                    "SELECT *, %s AS %s FROM __THIS__"
                        .formatted(
                            ExactNames.quoted(ModelColumns.PREDICTION),
                            ExactNames.quoted(ForecastColumns.PREDICTION)))
            : new IndexToString("prediction")
                .setInputCol(ModelColumns.PREDICTION)
                .setOutputCol(ForecastColumns.PREDICTION)
                .setLabels(signature.labels().toArray(String[]::new)));
    stages.forEach(PipelineLoader::makeStorable);
    Dataset<Row> none = model.holdout().limit(0);
    // All stages are fitted already, so this fit only combines them.
    return new Pipeline("almanac").setStages(stages.toArray(PipelineStage[]::new)).fit(none);
  }
}
