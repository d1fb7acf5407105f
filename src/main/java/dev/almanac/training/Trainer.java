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
    throw new UnsupportedOperationException(rows + "" + spec + progress);
  }
}
