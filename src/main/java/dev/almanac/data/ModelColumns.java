package dev.almanac.data;

/**
 * The columns a fitted pipeline adds to the rows it transforms. They begin with two underscores so
 * that a job's own columns, whatever they are called, do not meet them.
 */
public final class ModelColumns {
  /** VECTOR: the assembled features. */
  public static final String FEATURES = "__features";

  /** VECTOR: margins or votes, before they are probabilities; classification only. */
  public static final String RAW_PREDICTION = "__raw_prediction";

  /** VECTOR: one probability a label, in the order of the signature's labels; classification. */
  public static final String PROBABILITY = "__probability";

  /** DOUBLE: the index of the most probable label, or the forecast number in regression. */
  public static final String PREDICTION = "__prediction";

  /** DOUBLE: the index of the actual label among the signature's labels; classification only. */
  public static final String LABEL_INDEX = "__label_index";

  /** The level that stands for null where a category's policy is {@code missing = level}. */
  public static final String MISSING_LEVEL = "__missing";

  /**
   * What stands for null where a text's policy is {@code missing = empty}: a text without a word. A
   * text of no character at all, or of spaces, would be lost in PMML written as JSON, or by readers
   * that trim.
   */
  public static final String MISSING_TEXT = "-";

  /** The level PMML exports use for all unseen ones; like the above, no level of data. */
  public static final String UNSEEN_LEVEL = "__unknown";

  /** BIGINT: a digest of the whole source row, beside the rows a model is judged by. */
  public static final String ROW = "__row";

  private static final String CARRIED_PREFIX = "__carried_";
  private static final String KEPT_PREFIX = "__kept_";

  private ModelColumns() {}

  /** What a column is called that goes with the holdout as it is in the source. */
  public static String carried(String column) {
    return CARRIED_PREFIX + column;
  }

  static boolean isCarried(String column) {
    return column.startsWith(CARRIED_PREFIX);
  }

  /** What {@link ModelInput#select} calls a column that is carried along unread by the model. */
  public static String kept(String column) {
    return KEPT_PREFIX + column;
  }
}
