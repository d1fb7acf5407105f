package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.data.SourceNames;
import dev.almanac.data.SparkError;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Translates exceptions of a job's steps to Almanac's errors. Scala throws checked exceptions
 * without declaring them.
 */
final class JobFailures {
  private JobFailures() {}

  /**
   * As {@link #translate(String, Exception)}, with the name of the source that has the file or
   * record.
   *
   * @param locations makes a location of the job file absolute
   */
  static AlmanacException translate(
      String doing, Exception failure, DatasetSpec dataset, UnaryOperator<String> locations) {
    return SourceNames.named(translate(doing, failure), dataset, locations);
  }

  /**
   * The Almanac error in the cause chain, a classified error of Spark or a source, or an internal
   * error.
   */
  static AlmanacException translate(String doing, Exception failure) {
    Optional<AlmanacException> ours = AlmanacException.within(failure);
    if (ours.isPresent()) {
      return ours.get();
    }
    SparkError error = SparkError.of(failure);
    if (error.isForeign()) {
      return error.exception("Spark failed while " + doing, "Nothing was published.");
    }
    return new AlmanacException(
        ErrorCode.INTERNAL,
        "an error nobody foresaw while %s: %s".formatted(doing, failure),
        failure);
  }
}
