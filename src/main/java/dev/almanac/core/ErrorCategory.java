package dev.almanac.core;

/**
 * Category of an error: determines the exit code of a process and the HTTP status of a response.
 * The table in README lists this enum.
 */
public enum ErrorCategory {
  USAGE(2, 400),
  CONFIG(3, 400),
  DATA(4, 422),
  REFUSED(5, 409),
  NOT_FOUND(6, 404),
  CONFLICT(6, 409),
  EXTERNAL(7, 503),
  INTERNAL(70, 500);

  private final int exitCode;
  private final int httpStatus;

  ErrorCategory(int exitCode, int httpStatus) {
    this.exitCode = exitCode;
    this.httpStatus = httpStatus;
  }

  /** The process exit code of this category. */
  public int exitCode() {
    return exitCode;
  }

  /** The HTTP status of this category. */
  public int httpStatus() {
    return httpStatus;
  }
}
