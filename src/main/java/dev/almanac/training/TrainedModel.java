package dev.almanac.training;

import dev.almanac.core.Signature;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A fitted model and the rows it was made of. Both parts are cached until {@link #close}.
 *
 * @param pipeline from the input columns (DOUBLE and STRING, as {@link dev.almanac.data.ModelInput}
 *     selects them) to those of {@link dev.almanac.data.ModelColumns}; it holds all state, and
 *     treats nulls and unseen levels as the signature says
 * @param signature what goes in and comes out
 * @param train the rows it was fitted on: input columns, and the label under its own name (STRING,
 *     or DOUBLE in regression), and what it counted if a column weighs rows
 * @param holdout the rows it is to be judged by, with the same columns
 * @param judged the same rows, with {@link dev.almanac.data.ModelColumns#ROW} and the columns that
 *     were to be carried beside
 * @param droppedRows rows left out of both, by reason
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

  /**
   * Releases the cached rows; the datasets still work afterwards, at the price of reading again.
   */
  @Override
  public void close() {
    train.unpersist();
    judged.unpersist();
  }
}
