package dev.almanac.scoring;

import dev.almanac.core.Signature;
import dev.almanac.core.spec.DecisionSpec;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Scores the rows of a table. All engines apply the same row checks before they score, so that the
 * rejected rows and reasons do not depend on the engine.
 */
public interface ScoringEngine {
  /** The name of the engine in certificates and reports, such as {@code spark}. */
  String name();

  /**
   * Adds the columns of {@link dev.almanac.core.ForecastColumns} for the task: PREDICTION, for
   * classification also PROBABILITY and DECISION and for more than two labels PROBABILITIES, and
   * REJECT_REASON, REJECT_FIELD and REJECT_VALUE, which are null on rows that were scored. On
   * rejected rows the forecast columns are null. All original columns keep their values and order;
   * the number of rows is unchanged.
   *
   * <p>Lazy: an error of the model itself may appear only when the result is read.
   *
   * @throws dev.almanac.core.AlmanacException MISSING_COLUMN if an input of the model is missing;
   *     SCHEMA_MISMATCH if a column has the name of an added one
   */
  Dataset<Row> score(Dataset<Row> rows, Signature signature, DecisionSpec decision);
}
