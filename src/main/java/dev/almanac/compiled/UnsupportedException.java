package dev.almanac.compiled;

/** The document uses an unsupported feature. Caught by {@link Compiler#compile}. */
final class UnsupportedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String why;

  UnsupportedException(String why) {
    super(why, null, false, false);
    this.why = why;
  }

  /** The unsupported feature and its location. */
  String why() {
    return why;
  }
}
