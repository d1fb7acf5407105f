package dev.almanac.data;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;

/** An error of a source's file, record or database. It occurs in tasks, which know no more. */
final class SourceException extends AlmanacException {
  private static final long serialVersionUID = 1L;

  private final String file;

  SourceException(ErrorCode code, String file, String message, Throwable cause) {
    super(code, message, cause);
    this.file = file;
  }

  /** The path or URI of the file; empty if it is not known or there is a database instead. */
  String file() {
    return file;
  }
}
