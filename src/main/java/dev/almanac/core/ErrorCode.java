package dev.almanac.core;

/** Codes of all errors that Almanac raises on purpose. Names are stable: scripts match on them. */
public enum ErrorCode {
  BAD_OPTION(ErrorCategory.USAGE),

  CONFIG_INVALID(ErrorCategory.CONFIG),
  CONFIG_UNREADABLE(ErrorCategory.CONFIG),
  NOT_EXPORTABLE(ErrorCategory.CONFIG),

  SOURCE_NOT_FOUND(ErrorCategory.DATA),
  SOURCE_UNREADABLE(ErrorCategory.DATA),
  QUERY_FAILED(ErrorCategory.DATA),
  MISSING_COLUMN(ErrorCategory.DATA),
  WRONG_TYPE(ErrorCategory.DATA),
  EMPTY_DATASET(ErrorCategory.DATA),
  BAD_LABEL(ErrorCategory.DATA),
  BAD_SPLIT(ErrorCategory.DATA),
  DUPLICATE_KEYS(ErrorCategory.DATA),
  NULL_KEYS(ErrorCategory.DATA),
  SCHEMA_MISMATCH(ErrorCategory.DATA),
  ARTIFACT_DAMAGED(ErrorCategory.DATA),
  LEDGER_NOT_UNDERSTOOD(ErrorCategory.DATA),
  COPY_MISMATCH(ErrorCategory.DATA),

  GATE_REFUSED(ErrorCategory.REFUSED),
  PARITY_FAILED(ErrorCategory.REFUSED),
  TOO_MANY_REJECTS(ErrorCategory.REFUSED),
  NOTHING_TO_PUBLISH(ErrorCategory.REFUSED),
  GUARD_REFUSED(ErrorCategory.REFUSED),
  TABLE_REFUSED(ErrorCategory.REFUSED),
  ANOTHER_JOBS_FORECASTS(ErrorCategory.REFUSED),
  VERSION_WITHDRAWN(ErrorCategory.REFUSED),
  NOT_ENOUGH_MEMORY(ErrorCategory.REFUSED),

  NO_SUCH_MODEL(ErrorCategory.NOT_FOUND),
  NO_SUCH_VERSION(ErrorCategory.NOT_FOUND),
  NO_SUCH_ALIAS(ErrorCategory.NOT_FOUND),
  NO_SUCH_TAG(ErrorCategory.NOT_FOUND),
  NOTHING_TO_ROLL_BACK(ErrorCategory.NOT_FOUND),
  NO_SUCH_TABLE(ErrorCategory.NOT_FOUND),
  NO_SUCH_FORECAST(ErrorCategory.NOT_FOUND),
  NO_SUCH_RUN(ErrorCategory.NOT_FOUND),

  ALIAS_MOVED(ErrorCategory.CONFLICT),
  LOST_RACE(ErrorCategory.CONFLICT),
  OUTCOME_UNKNOWN(ErrorCategory.CONFLICT),

  SOURCE_UNAVAILABLE(ErrorCategory.EXTERNAL),
  STORE_UNAVAILABLE(ErrorCategory.EXTERNAL),
  STORE_UNSAFE(ErrorCategory.EXTERNAL),
  WAREHOUSE_UNAVAILABLE(ErrorCategory.EXTERNAL),
  SPARK_FAILED(ErrorCategory.EXTERNAL),
  COPY_FAILED(ErrorCategory.EXTERNAL),

  INTERNAL(ErrorCategory.INTERNAL);

  private final ErrorCategory category;

  ErrorCode(ErrorCategory category) {
    this.category = category;
  }

  /** The category, which determines exit code and HTTP status. */
  public ErrorCategory category() {
    return category;
  }
}
