package dev.almanac.forecast;

import dev.almanac.core.RejectReason;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is said about some rows: forecasts or the reason why there is none. Of a row that is
 * rejected nothing else is told. Rows are counted from 0, labels as in the signature.
 */
public interface ScoreSink {
  /** Makes room for so many rows, which have neither forecasts nor reasons yet. */
  void clear(int rows);

  /** The number that is forecast. */
  void number(int row, double value);

  /** The label that is forecast, by its index. */
  void prediction(int row, int label);

  /** A label that the document came up with. */
  void prediction(int row, String label);

  /** The probability of the positive label (binary) or of the one that is forecast. */
  void probability(int row, double value);

  /** The probability of one of several labels. */
  void probability(int row, int label, double value);

  /** The label to act on, by its index. */
  void decision(int row, int label);

  /** A label to act on that the document came up with. */
  void decision(int row, String label);

  /**
   * There is no forecast.
   *
   * @param field that is to blame, if one is
   * @param value its value as text, or what the engine said
   */
  void reject(int row, RejectReason reason, @Nullable String field, @Nullable String value);
}
