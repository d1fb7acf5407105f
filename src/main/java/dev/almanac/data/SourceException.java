package dev.almanac.data;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;

/**
 * Error of a source's file, record or database. Tasks raise it and do not know the source's name.
 */
final class SourceException extends AlmanacException {
  private static final long serialVersionUID = 1L;

  private final String file;

  SourceException(ErrorCode code, String file, String message, Throwable cause) {
    super(code, message, cause);
    this.file = file;
  }

  /** The path or URI of the file; empty if it is unknown or the source is a database. */
  String file() {
    return file;
  }
}
