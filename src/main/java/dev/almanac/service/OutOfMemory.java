package dev.almanac.service;

/**
 * Ends the process when memory runs out: a service that goes on after it may answer anything or
 * nothing. A supervisor starts it again. The launcher's JVM options do the same for memory that the
 * JVM itself finds missing; this is for what Java code reports, such as direct buffers.
 */
final class OutOfMemory {
  /** As after SIGABRT, by which the JVM ends itself. */
  static final int EXIT_CODE = 134;

  private OutOfMemory() {}

  /** Ends the process if memory ran out; does nothing for another error. */
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
