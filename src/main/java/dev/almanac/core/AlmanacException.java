package dev.almanac.core;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one exception that Almanac raises on purpose. The message is written for the person who runs
 * the job and says what happened (with the values), where, why, and what to do; it may span lines.
 */
public class AlmanacException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /** An error that Almanac itself found. */
  public AlmanacException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /** An error of another library, told in our words; the cause is shown by {@code --verbose}. */
  public AlmanacException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(Objects.requireNonNull(message, "message"), cause);
    this.code = Objects.requireNonNull(code, "code");
  }

  /** The outermost of our errors among one and its causes: Spark and Scala wrap them. */
  public static Optional<AlmanacException> within(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AlmanacException ours) {
        return Optional.of(ours);
      }
    }
    return Optional.empty();
  }

  /** What kind of error this is. */
  public ErrorCode code() {
    return code;
  }
}
