package dev.almanac.service;

/**
 * Exits the process on an out-of-memory error: afterwards the service may respond incorrectly. A
 * supervisor restarts it. The launcher's JVM options cover memory that the JVM itself lacks; this
 * covers errors of Java code, such as for direct buffers.
 */
final class OutOfMemory {
  /** As after SIGABRT, with which the JVM aborts. */
  static final int EXIT_CODE = 134;

  private OutOfMemory() {}

  /** Exits the process if the error is an out-of-memory error; otherwise does nothing. */
  static void check(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        System.err.println(
            "almanac: the service ends, since it is out of memory: " + cause.getMessage());
        Runtime.getRuntime().halt(EXIT_CODE);
      }
    }
  }
}
