package dev.almanac.data;

import dev.almanac.core.ErrorCode;

/** Who can correct an error of Spark, Delta or a source, and so the code it is raised with. */
public enum ErrorKind {
  /** The query, or values that its functions refuse. */
  QUERY(ErrorCode.QUERY_FAILED),
  /** A file, record or table that is read. */
  SOURCE(ErrorCode.SOURCE_UNREADABLE),
  /** A setting of Spark. */
  SETTINGS(ErrorCode.CONFIG_INVALID),
  /** Another run, which was faster. */
  CONFLICT(ErrorCode.LOST_RACE),
  /** A cluster, store or database that does not answer now. */
  TRANSIENT(ErrorCode.SPARK_FAILED),
  /** Nobody who runs jobs: Spark's code or ours. */
  BUG(ErrorCode.INTERNAL),
  /** Unknown: neither a condition nor a type that says more. */
  UNCLASSIFIED(ErrorCode.SPARK_FAILED);

  private final ErrorCode code;

  ErrorKind(ErrorCode code) {
    this.code = code;
  }

  /** The code that an error of this kind is raised with. */
  public ErrorCode code() {
    return code;
  }
}
