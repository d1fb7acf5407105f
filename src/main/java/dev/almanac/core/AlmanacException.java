package dev.almanac.core;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The only exception that Almanac raises on purpose. The message is for the person who runs the
 * job: what happened (with the values), where, why, and what to do. It may have several lines.
 */
public class AlmanacException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /** Creates an error that Almanac itself detected. */
  public AlmanacException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /** Creates an error from another library's exception; {@code --verbose} shows the cause. */
  public AlmanacException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(Objects.requireNonNull(message, "message"), cause);
    this.code = Objects.requireNonNull(code, "code");
  }

  /** The outermost Almanac error in an exception's cause chain; Spark and Scala wrap exceptions. */
  public static Optional<AlmanacException> within(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AlmanacException ours) {
        return Optional.of(ours);
      }
    }
    return Optional.empty();
  }

  /** The error code. */
  public ErrorCode code() {
    return code;
  }
}
