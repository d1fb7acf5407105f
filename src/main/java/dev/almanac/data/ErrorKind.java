package dev.almanac.data;

import dev.almanac.core.ErrorCode;

/** Cause of an error of Spark, Delta or a source, which determines its error code. */
public enum ErrorKind {
  /** The query, or values that its functions reject. */
  QUERY(ErrorCode.QUERY_FAILED),
  /** A file, record or table that is read. */
  SOURCE(ErrorCode.SOURCE_UNREADABLE),
  /** A Spark setting. */
  SETTINGS(ErrorCode.CONFIG_INVALID),
  /** A concurrent run that committed first. */
  CONFLICT(ErrorCode.LOST_RACE),
  /** A cluster, store or database that is temporarily unavailable. */
  TRANSIENT(ErrorCode.SPARK_FAILED),
  /** A bug in Spark or Almanac. */
  BUG(ErrorCode.INTERNAL),
  /** Unknown: neither the condition nor the exception type is known. */
  UNCLASSIFIED(ErrorCode.SPARK_FAILED);

  private final ErrorCode code;

  ErrorKind(ErrorCode code) {
    this.code = code;
  }

  /** The error code. */
  public ErrorCode code() {
    return code;
  }
}
