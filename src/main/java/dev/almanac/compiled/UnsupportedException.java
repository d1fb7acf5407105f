package dev.almanac.compiled;

/** The document says something that is not known here. Caught by {@link Compiler#compile}. */
final class UnsupportedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsupportedException(String why) {
    super(why, null, false, false);
  }
}
