package dev.almanac.forecast;

import dev.almanac.core.RejectReason;
import org.jspecify.annotations.Nullable;

/**
 * Receives a forecast or a reject reason for each row; a rejected row gets no other call. Rows are
 * numbered from 0, labels as in the signature.
 */
public interface ScoreSink {
  /** Resizes to a number of rows, none of which has a forecast or reject reason yet. */
  void clear(int rows);

  /** Sets the forecast number (regression). */
  void number(int row, double value);

  /** Sets the forecast label by its index. */
  void prediction(int row, int label);

  /** Sets a forecast label that the document supplies. */
  void prediction(int row, String label);

  /** Sets the probability of the positive label (binary) or of the forecast label. */
  void probability(int row, double value);

  /** Sets the probability of one of several labels. */
  void probability(int row, int label, double value);

  /** Sets the decision: the index of the label to act on. */
  void decision(int row, int label);

  /** Sets the decision to a label that the document supplies. */
  void decision(int row, String label);

  /**
   * Rejects a row.
   *
   * @param reason why there is no forecast
   * @param field the field at fault, if there is one
   * @param value the field's value as text, or the engine's message
   */
  void reject(int row, RejectReason reason, @Nullable String field, @Nullable String value);
}
