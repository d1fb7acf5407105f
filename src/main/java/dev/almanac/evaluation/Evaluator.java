package dev.almanac.evaluation;

import dev.almanac.core.Evaluation;
import dev.almanac.core.TaskType;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Measures forecasts against the truth. */
public final class Evaluator {
  private Evaluator() {}

  /**
   * Every measure of the task.
   *
   * @param scored forecasts in the columns of {@link dev.almanac.core.ForecastColumns} (PREDICTION;
   *     PROBABILITY and DECISION for binary; PROBABILITIES and DECISION for multi-class), with the
   *     actual label beside them
   * @param actualColumn the actual label: STRING, or DOUBLE in regression
   * @param labels the labels in the order of the confusion matrix; empty in regression
   * @param positive the positive label of a binary task; empty otherwise
   * @throws dev.almanac.core.AlmanacException EMPTY_DATASET if there is no row
   */
  public static Evaluation evaluate(
      Dataset<Row> scored,
      TaskType task,
      String actualColumn,
      List<String> labels,
      String positive) {
    if (labels.isEmpty() && !positive.isEmpty()) {
      return new Evaluation(task, 0, java.util.Map.of(), labels, List.of());
    }
    throw new UnsupportedOperationException(scored + "" + task + actualColumn + labels + positive);
  }
}
