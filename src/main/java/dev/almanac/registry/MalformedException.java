package dev.almanac.registry;

/** Malformed content of a file; a caller that knows the file's name turns it into a user error. */
final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedException(String what) {
    super(what);
  }

  /** A description of the problem, to be appended to the file's name. */
  String what() {
    return String.valueOf(getMessage());
  }
}
