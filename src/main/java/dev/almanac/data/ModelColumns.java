package dev.almanac.data;

/**
 * The columns a fitted pipeline adds to the rows it transforms. They begin with an underscore so
 * that a job's own columns, whatever they are called, do not meet them.
 */
public final class ModelColumns {
  /** VECTOR: the assembled features. */
  public static final String FEATURES = "_features";

  /** VECTOR: margins or votes, before they are probabilities; classification only. */
  public static final String RAW_PREDICTION = "_raw_prediction";

  /** VECTOR: one probability a label, in the order of the signature's labels; classification. */
  public static final String PROBABILITY = "_probability";

  /** DOUBLE: the index of the most probable label, or the forecast number in regression. */
  public static final String PREDICTION = "_prediction";

  /** DOUBLE: the index of the actual label among the signature's labels; classification only. */
  public static final String LABEL_INDEX = "_label_index";

  private static final String KEPT_PREFIX = "_kept_";

  private ModelColumns() {}

  /** What {@link ModelInput#select} calls a column that is carried along unread by the model. */
  public static String kept(String column) {
    return KEPT_PREFIX + column;
  }
}
