package dev.almanac.registry;

/** A file's content is not what its kind must be; who knows the file's name says so to people. */
final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedException(String what) {
    super(what);
  }

  /** What is wrong, to be put after the file's name. */
  String what() {
    return String.valueOf(getMessage());
  }
}
