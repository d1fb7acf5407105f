package dev.almanac.data;

/**
 * Columns that a fitted pipeline adds to its rows. They begin with two underscores to avoid
 * conflicts with a job's columns.
 */
public final class ModelColumns {
  /** VECTOR: the assembled features. */
  public static final String FEATURES = "__features";

  /**
   * VECTOR: raw predictions (margins or votes) before conversion to probabilities; classification
   * only.
   */
  public static final String RAW_PREDICTION = "__raw_prediction";

  /** VECTOR: probabilities in the order of the signature's labels; classification only. */
  public static final String PROBABILITY = "__probability";

  /** DOUBLE: the index of the most probable label, or the predicted number in regression. */
  public static final String PREDICTION = "__prediction";

  /** DOUBLE: the index of the actual label among the signature's labels; classification only. */
  public static final String LABEL_INDEX = "__label_index";

  /** The level of null under a category's policy {@code missing = level}. */
  public static final String MISSING_LEVEL = "__missing";

  /**
   * The replacement for null under a text's policy {@code missing = empty}: a text without words.
   * PMML as JSON, or consumers that trim, would lose an empty or blank text.
   */
  public static final String MISSING_TEXT = "-";

  /** The level of all unseen ones in PMML exports; like the above, not a level of the data. */
  public static final String UNSEEN_LEVEL = "__unknown";

  /** BIGINT: a digest of the source row, in the holdout rows. */
  public static final String ROW = "__row";

  private static final String CARRIED_PREFIX = "__carried_";
  private static final String KEPT_PREFIX = "__kept_";

  private ModelColumns() {}

  /** The name under which the holdout carries a source column unchanged. */
  public static String carried(String column) {
    return CARRIED_PREFIX + column;
  }

  static boolean isCarried(String column) {
    return column.startsWith(CARRIED_PREFIX);
  }

  /** The name under which {@link ModelInput#select} keeps a column that the model does not read. */
  public static String kept(String column) {
    return KEPT_PREFIX + column;
  }
}
