package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.data.SparkFailures;
import org.apache.spark.SparkThrowable;

/** What ends a job, in our words. Scala throws checked exceptions without declaring them. */
final class JobFailures {
  private JobFailures() {}

  /** The error to tell: our own if one is at the bottom of it, Spark's in our words, or a bug. */
  static AlmanacException told(String doing, Exception failure) {
    boolean spark = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AlmanacException ours) {
        return ours;
      }
      spark |= cause instanceof SparkThrowable;
    }
    if (spark) {
      return new AlmanacException(
          ErrorCode.SPARK_FAILED,
          "Spark failed while %s: %s.%nNothing was published. Spark's own log has the details; correct the cause and run again."
              .formatted(doing, SparkFailures.firstLine(failure)),
          failure);
    }
    return new AlmanacException(
        ErrorCode.INTERNAL,
        "an error nobody foresaw while %s: %s".formatted(doing, failure),
        failure);
  }
}
