package dev.almanac.training;

import dev.almanac.core.Signature;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A fitted model with its training and holdout rows. Both are cached until {@link #close}.
 *
 * @param pipeline maps the input columns (DOUBLE and STRING, as {@link dev.almanac.data.ModelInput}
 *     selects them) to those of {@link dev.almanac.data.ModelColumns}; it contains all state, and
 *     applies the signature's missing and unseen policies
 * @param signature inputs and outputs
 * @param train training rows: input columns, the label under its own name (STRING, or DOUBLE in
 *     regression), and the weight if there is a weight column
 * @param holdout holdout rows, with the same columns
 * @param judged the holdout rows with {@link dev.almanac.data.ModelColumns#ROW} and the carried
 *     columns
 * @param droppedRows rows in neither part, by reason
 */
public record TrainedModel(
    PipelineModel pipeline,
    Signature signature,
    Dataset<Row> train,
    Dataset<Row> holdout,
    Dataset<Row> judged,
    long trainRows,
    long holdoutRows,
    Map<String, Long> droppedRows)
    implements AutoCloseable {
  /** Copies the counts. */
  public TrainedModel {
    droppedRows = Collections.unmodifiableMap(new TreeMap<>(droppedRows));
  }

  /** Releases the cached rows. The datasets remain usable, but read their source again. */
  @Override
  public void close() {
    train.unpersist();
    judged.unpersist();
  }
}
