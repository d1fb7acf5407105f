package dev.almanac.core;

/**
 * Whose problem an error is, and so how a process or a service ends: the exit code for schedulers
 * and the HTTP status for clients. The table in README is this enum.
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

  /** The exit code of a process that ends with an error of this category. */
  public int exitCode() {
    return exitCode;
  }

  /** The HTTP status a service answers with. */
  public int httpStatus() {
    return httpStatus;
  }
}
