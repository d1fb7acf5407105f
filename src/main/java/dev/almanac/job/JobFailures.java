package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.data.SourceNames;
import dev.almanac.data.SparkError;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What ends a job, in our words. Scala throws checked exceptions without declaring them. */
final class JobFailures {
  private JobFailures() {}

  /**
   * As {@link #translate(String, Exception)}, with the name of the source that a file or record is
   * of.
   *
   * @param locations makes a location of the job file absolute
   */
  static AlmanacException translate(
      String doing, Exception failure, DatasetSpec dataset, UnaryOperator<String> locations) {
    return SourceNames.named(translate(doing, failure), dataset, locations);
  }

  /** Our own error if there is one below, that of Spark or a source, classified, or a bug. */
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
