package dev.almanac.data;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import java.util.Optional;

/**
 * An error of Spark, Delta or a source, with its kind, message, position and advice. It is derived
 * from the condition and SQLSTATE of the innermost exception that has them, which an executor may
 * have sent as text, or else from the types of the exceptions.
 *
 * @param condition Spark's or Delta's name of the error, such as {@code DIVIDE_BY_ZERO}; may be
 *     empty
 * @param message the message in whole sentences, without a full stop at its end
 * @param fragment the relevant part of the query; may be empty
 * @param position its position in the query, such as {@code "line 1, position 11"}; may be empty
 * @param file the file that was read; may be empty
 * @param cause the classified exception
 */
public record SparkError(
    ErrorKind kind,
    String condition,
    String message,
    String fragment,
    String position,
    String file,
    Throwable cause) {

  /** Classifies an exception with its causes. */
  public static SparkError of(Throwable failure) {
    return SparkErrorReader.read(failure);
  }

  /** The error code, which determines the exit code. */
  public ErrorCode code() {
    return kind.code();
  }

  /** Whether the error is from Spark, Delta, a store or a database. */
  public boolean isForeign() {
    return kind != ErrorKind.BUG || !condition.isEmpty();
  }

  /**
   * The exception to throw.
   *
   * @param what the failed operation, such as {@code "Spark failed while training churn"}
   * @param consequence the resulting state, such as {@code "Nothing was published."}
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
