package dev.almanac.core;

import java.util.Set;

/**
 * The columns of the forecast and rejects tables, version 1 of their schema. Between an engine and
 * the warehouse rows carry the same names.
 *
 * <p>A forecast table has, in this order: the job's keys; {@link #PREDICTION} (STRING label, or
 * DOUBLE in regression); for a binary task {@link #PROBABILITY} and {@link #DECISION}; for a
 * multi-class task {@link #PROBABILITY}, {@link #PROBABILITIES} and {@link #DECISION}; the job's
 * pass-through columns; {@link #RUN_DATE} (the partition), {@link #MODEL}, {@link #MODEL_VERSION},
 * {@link #RUN_ID}, {@link #SCORED_AT}, {@link #SOURCE_VERSION}.
 */
public final class ForecastColumns {
  /** Version of the table schema, kept in the table's properties. */
  public static final int SCHEMA_VERSION = 1;

  /** The most probable label (STRING), or the forecast number (DOUBLE). */
  public static final String PREDICTION = "prediction";

  /**
   * DOUBLE: the probability of the positive label (binary) or of the predicted one (multi-class).
   */
  public static final String PROBABILITY = "probability";

  /** MAP of label to DOUBLE: every label's probability; multi-class only. */
  public static final String PROBABILITIES = "probabilities";

  /** STRING: the label to act on, after the decision threshold; classification only. */
  public static final String DECISION = "decision";

  /** DATE: the date the run stood for; the partition. */
  public static final String RUN_DATE = "run_date";

  /** STRING: the model's name. */
  public static final String MODEL = "model";

  /** INT: the model's version. */
  public static final String MODEL_VERSION = "model_version";

  /** STRING: the run that wrote the row. */
  public static final String RUN_ID = "run_id";

  /** TIMESTAMP: when the run scored; one instant for the whole run. */
  public static final String SCORED_AT = "scored_at";

  /** STRING: which state of the sources was scored, such as {@code flights@v12}. */
  public static final String SOURCE_VERSION = "source_version";

  /** STRING: a {@link RejectReason}; rejects table only. Null on rows that were scored. */
  public static final String REJECT_REASON = "reject_reason";

  /** STRING: the field that is to blame, if one is; rejects table only. */
  public static final String REJECT_FIELD = "reject_field";

  /** STRING: its value as text, or null; rejects table only. */
  public static final String REJECT_VALUE = "reject_value";

  /** Every name above: what a key or a pass-through column cannot be called. */
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

  /** What scoring adds to the rows it is given: neither a label nor an input can be called so. */
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
