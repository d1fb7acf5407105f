package dev.almanac.core;

import java.util.Set;

/**
 * Column names of the forecast and rejects tables, version 1 of their schema. Rows between a
 * scoring engine and the warehouse use the same names.
 *
 * <p>A forecast table has, in this order: the job's keys; {@link #PREDICTION} (STRING label, or
 * DOUBLE in regression); for a binary task {@link #PROBABILITY} and {@link #DECISION}; for a
 * multi-class task {@link #PROBABILITY}, {@link #PROBABILITIES} and {@link #DECISION}; the job's
 * pass-through columns; {@link #RUN_DATE} (the partition), {@link #MODEL}, {@link #MODEL_VERSION},
 * {@link #RUN_ID}, {@link #SCORED_AT}, {@link #SOURCE_VERSION}.
 */
public final class ForecastColumns {
  /** Version of the table schema, stored in the table's properties. */
  public static final int SCHEMA_VERSION = 1;

  /** The most probable label (STRING), or the predicted number (DOUBLE). */
  public static final String PREDICTION = "prediction";

  /**
   * DOUBLE: the probability of the positive label (binary) or of the predicted one (multi-class).
   */
  public static final String PROBABILITY = "probability";

  /** MAP of label to DOUBLE: the probability of every label; multi-class only. */
  public static final String PROBABILITIES = "probabilities";

  /** STRING: the label to act on, after thresholds or costs; classification only. */
  public static final String DECISION = "decision";

  /** DATE: the run date; the partition. */
  public static final String RUN_DATE = "run_date";

  /** STRING: the model's name. */
  public static final String MODEL = "model";

  /** INT: the model's version. */
  public static final String MODEL_VERSION = "model_version";

  /** STRING: the run that wrote the row. */
  public static final String RUN_ID = "run_id";

  /** TIMESTAMP: the time of scoring; the same for all rows of a run. */
  public static final String SCORED_AT = "scored_at";

  /** STRING: the scored version of the sources, such as {@code flights@v12}. */
  public static final String SOURCE_VERSION = "source_version";

  /** STRING: a {@link RejectReason}; rejects table only. Null in rows that were scored. */
  public static final String REJECT_REASON = "reject_reason";

  /** STRING: the field that caused the reject, if any; rejects table only. */
  public static final String REJECT_FIELD = "reject_field";

  /** STRING: that field's value as text, or null; rejects table only. */
  public static final String REJECT_VALUE = "reject_value";

  /** All names above; keys and pass-through columns cannot use them. */
  public static final Set<String> RESERVED =
      Set.of(
          PREDICTION,
          PROBABILITY,
          PROBABILITIES,
          DECISION,
          RUN_DATE,
          MODEL,
          MODEL_VERSION,
          RUN_ID,
          SCORED_AT,
          SOURCE_VERSION,
          REJECT_REASON,
          REJECT_FIELD,
          REJECT_VALUE);

  /** Columns that scoring adds to its input; labels and inputs cannot use these names. */
  public static final Set<String> ADDED =
      Set.of(
          PREDICTION,
          PROBABILITY,
          PROBABILITIES,
          DECISION,
          REJECT_REASON,
          REJECT_FIELD,
          REJECT_VALUE);

  private ForecastColumns() {}
}
