package dev.almanac.data;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import java.util.Optional;

/**
 * An error of Spark, Delta or a source: whose it is, what it says, where, and what to do. It is
 * read from the condition and SQLSTATE of the innermost exception that has one, which an executor
 * may have sent as text, and else from the types of the exceptions.
 *
 * @param condition Spark's or Delta's name of the error, such as {@code DIVIDE_BY_ZERO}; may be
 *     empty
 * @param message what it says, in whole sentences, without a full stop at its end
 * @param fragment the part of the query it is about; may be empty
 * @param position where in the query that is, such as {@code "line 1, position 11"}; may be empty
 * @param file the file that was read; may be empty
 * @param cause the exception that was classified
 */
public record SparkError(
    ErrorKind kind,
    String condition,
    String message,
    String fragment,
    String position,
    String file,
    Throwable cause) {

  /** Classifies an exception by itself and its causes. */
  public static SparkError of(Throwable failure) {
    return SparkErrorReader.read(failure);
  }

  /** The code to raise it with, which decides the exit code. */
  public ErrorCode code() {
    return kind.code();
  }

  /** Whether it is an error of Spark, Delta, a store or a database at all. */
  public boolean isForeign() {
    return kind != ErrorKind.BUG || !condition.isEmpty();
  }

  /**
   * The exception to raise.
   *
   * @param what what failed, such as {@code "Spark failed while training churn"}
   * @param consequence what holds now, such as {@code "Nothing was published."}
   */
  public AlmanacException exception(String what, String consequence) {
    Optional<AlmanacException> ofRecord = SourceFailures.of(cause);
    if (ofRecord.isPresent()) {
      return ofRecord.get();
    }
    String remedy = ErrorRemedies.of(this);
    String text =
        "%s%s: %s.%n%s%s"
            .formatted(what, place(), message, remedy.isEmpty() ? "" : remedy + " ", consequence);
    return file.isEmpty() && !SparkErrorReader.isOfDatabase(cause)
        ? new AlmanacException(code(), text, cause)
        : new SourceException(code(), SourceFailures.plain(file), text, cause);
  }

  private String place() {
    if (!file.isEmpty()) {
      return ", reading " + Text.printable(file, 500);
    }
    return fragment.isEmpty()
        ? ""
        : ", in the SQL %s%s".formatted(fragment, position.isEmpty() ? "" : " (" + position + ")");
  }
}
