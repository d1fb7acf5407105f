package dev.almanac.forecast;

/**
 * The inputs of some rows, wherever they stand: columns of a batch or rows of their own. Inputs are
 * counted as in the signature. For one thread.
 */
public interface FeatureSource {
  /** Which of up to 64 rows lack an input, one bit a row from the lowest on. */
  long nulls(int input, int from, int count);

  /** The numbers of an input as DOUBLE; what stands in the place of a null means nothing. */
  void numbers(int input, int from, int count, double[] into);

  /**
   * The codes of the texts of an input, as the compiled model knows them; likewise. Below 0 where
   * the field rejects the level because training did not see it.
   */
  void codes(int input, int from, int count, double[] into);

  /** The text of an input of one row, which has one. */
  String text(int input, int row);
}
