package dev.almanac.forecast;

/**
 * Reads the model inputs of a block of rows, from column vectors or from single rows. Inputs are
 * numbered as in the signature. Not thread-safe.
 */
public interface FeatureSource {
  /** Null mask of an input for up to 64 rows, one bit per row, the lowest bit first. */
  long nulls(int input, int from, int count);

  /** Writes the numbers of an input as DOUBLE; the value of a null is undefined. */
  void numbers(int input, int from, int count, double[] into);

  /**
   * Writes the codes of an input's texts, as the compiled model numbers them; the value of a null
   * is undefined. A code is negative where the field rejects the level because training did not see
   * it.
   */
  void codes(int input, int from, int count, double[] into);

  /** The text of an input in one row. The value must not be null. */
  String text(int input, int row);
}
