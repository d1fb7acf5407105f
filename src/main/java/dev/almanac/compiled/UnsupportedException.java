package dev.almanac.compiled;

/** The document says something that is not known here. Caught by {@link Compiler#compile}. */
final class UnsupportedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String why;

  UnsupportedException(String why) {
    super(why, null, false, false);
    this.why = why;
  }

  /** What is not known, and where it stands. */
  String why() {
    return why;
  }
}
