package dev.almanac.app;

/** Quoting for POSIX shells. */
final class Shell {
  private Shell() {}

  /** Quotes a word: unchanged if it is plain, in single quotes otherwise. */
  static String quote(String word) {
    return word.matches("[A-Za-z0-9_./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
