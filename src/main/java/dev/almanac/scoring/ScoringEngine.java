package dev.almanac.scoring;

import dev.almanac.core.Signature;
import dev.almanac.core.spec.DecisionSpec;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Gives rows their forecasts. All engines check rows the same way before they score them, so that
 * which rows are rejected, and why, does not depend on the engine.
 */
public interface ScoringEngine {
  /** How certificates and reports call it, such as {@code spark}. */
  String name();

  /**
   * Adds what {@link dev.almanac.core.ForecastColumns} says for the task: PREDICTION, for
   * classification also PROBABILITY and DECISION and for more than two labels PROBABILITIES, and
   * REJECT_REASON, REJECT_FIELD and REJECT_VALUE, which are null on rows that were scored. On
   * rejected rows it is the forecast that is null. All columns that were there stay as they are, in
   * their order; rows stay as many as they were.
   *
   * <p>Lazy: an error of the model itself may appear only when the result is read.
   *
   * @throws dev.almanac.core.AlmanacException MISSING_COLUMN if an input of the model is not there;
   *     SCHEMA_MISMATCH if a column is called as one that is added
   */
  Dataset<Row> score(Dataset<Row> rows, Signature signature, DecisionSpec decision);
}
