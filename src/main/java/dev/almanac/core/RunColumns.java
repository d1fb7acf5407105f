package dev.almanac.core;

/**
 * Column names of the runs table, version 1 of its schema. The table is append-only and has one row
 * for each state of a run.
 */
public final class RunColumns {
  /** Version of the table schema, stored in the property {@link #SCHEMA_PROPERTY}. */
  public static final int SCHEMA_VERSION = 1;

  /** The table property that marks a runs table. */
  public static final String SCHEMA_PROPERTY = "almanac.runs";

  /** STRING: the run. */
  public static final String RUN_ID = "run_id";

  /** STRING: the job's name, which is the model's. */
  public static final String JOB = "job";

  /** STRING: the versions that scored, joined by commas. */
  public static final String VERSIONS = "versions";

  /** DATE: the run date. */
  public static final String RUN_DATE = "run_date";

  /** TIMESTAMP: start of the run. */
  public static final String STARTED_AT = "started_at";

  /** TIMESTAMP: start of this state; the latest row of a run is current. */
  public static final String FINISHED_AT = "finished_at";

  /** STRING: the name of a {@link RunState}. */
  public static final String STATE = "state";

  /** STRING: reason of the state. */
  public static final String REASON = "reason";

  /** STRING: the user who caused the state. */
  public static final String USER = "user";

  /** BIGINT: rows read; null if the run ended before the count was known. */
  public static final String ROWS_IN = "rows_in";

  /** BIGINT: rows with a forecast; null as {@link #ROWS_IN}. */
  public static final String ROWS_SCORED = "rows_scored";

  /** BIGINT: rows without a forecast. */
  public static final String ROWS_REJECTED = "rows_rejected";

  /** STRING: rejected rows by reason code, as JSON. */
  public static final String REJECTED_BY_REASON = "rejected_by_reason";

  /** STRING: the version of the sources. */
  public static final String SOURCE_VERSION = "source_version";

  /** STRING: SHA-256 of the effective job specification. */
  public static final String SPEC_HASH = "spec_hash";

  /** STRING: the forecast table, as the job names it. */
  public static final String FORECAST_TABLE = "forecast_table";

  /** STRING: location of the forecast table. */
  public static final String LOCATION = "location";

  /** BIGINT: the Delta version of the forecast table that the run committed; null if none. */
  public static final String TABLE_VERSION = "table_version";

  /** STRING: the engine that scored. */
  public static final String ENGINE = "engine";

  /** STRING: the run's summary as JSON. */
  public static final String SUMMARY = "summary";

  private RunColumns() {}
}
