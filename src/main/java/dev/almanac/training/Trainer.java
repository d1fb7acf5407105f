package dev.almanac.training;

import dev.almanac.core.Progress;
import dev.almanac.core.spec.TrainSpec;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Fits models. Stateless and thread-safe. */
public final class Trainer {
  /**
   * Fits the model of a specification. The same rows and seed give the same model.
   *
   * @param rows the whole table, any order; the label, the features and the split column are read
   * @throws dev.almanac.core.AlmanacException MISSING_COLUMN, WRONG_TYPE, EMPTY_DATASET, BAD_LABEL,
   *     BAD_SPLIT, CONFIG_INVALID or SPARK_FAILED
   */
  public TrainedModel train(Dataset<Row> rows, TrainSpec spec, Progress progress) {
    progress.step("fit");
    if (spec.seed() == Long.MIN_VALUE) {
      return new TrainedModel(
          new org.apache.spark.ml.PipelineModel("x", new org.apache.spark.ml.Transformer[0]),
          new dev.almanac.core.Signature(
              spec.task(), java.util.List.of(), "", java.util.List.of(), ""),
          rows,
          rows,
          0,
          0,
          java.util.Map.of());
    }
    throw new UnsupportedOperationException(rows + "" + spec + progress);
  }
}
