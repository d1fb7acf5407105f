package dev.almanac.core;

/**
 * The columns of the table of runs, version 1 of its schema: one row for each state that a run came
 * to, only ever appended.
 */
public final class RunColumns {
  /** Version of the table's schema, kept in the property {@link #SCHEMA_PROPERTY}. */
  public static final int SCHEMA_VERSION = 1;

  /** The table's property that tells it from other tables. */
  public static final String SCHEMA_PROPERTY = "almanac.runs";

  /** STRING: the run. */
  public static final String RUN_ID = "run_id";

  /** STRING: the job's name, which is the model's. */
  public static final String JOB = "job";

  /** STRING: the versions that scored, joined by commas. */
  public static final String VERSIONS = "versions";

  /** DATE: the date the run stands for. */
  public static final String RUN_DATE = "run_date";

  /** TIMESTAMP: when the run began. */
  public static final String STARTED_AT = "started_at";

  /** TIMESTAMP: when it came to this state; of a run's rows the last one counts. */
  public static final String FINISHED_AT = "finished_at";

  /** STRING: the word of a {@link RunState}. */
  public static final String STATE = "state";

  /** STRING: why. */
  public static final String REASON = "reason";

  /** STRING: who. */
  public static final String USER = "user";

  /** BIGINT: rows read; null if the run ended before it knew. */
  public static final String ROWS_IN = "rows_in";

  /** BIGINT: rows with a forecast; null as above. */
  public static final String ROWS_SCORED = "rows_scored";

  /** BIGINT: rows without one. */
  public static final String ROWS_REJECTED = "rows_rejected";

  /** STRING: their number by reason code, as JSON. */
  public static final String REJECTED_BY_REASON = "rejected_by_reason";

  /** STRING: the state of the sources. */
  public static final String SOURCE_VERSION = "source_version";

  /** STRING: SHA-256 of the effective job specification. */
  public static final String SPEC_HASH = "spec_hash";

  /** STRING: the forecast table, as the job names it. */
  public static final String FORECAST_TABLE = "forecast_table";

  /** STRING: where the forecast table stands. */
  public static final String LOCATION = "location";

  /** BIGINT: the Delta version of the forecast table that the run made; null if it made none. */
  public static final String TABLE_VERSION = "table_version";

  /** STRING: the engine that scored. */
  public static final String ENGINE = "engine";

  /** STRING: the run's summary as JSON. */
  public static final String SUMMARY = "summary";

  private RunColumns() {}
}
