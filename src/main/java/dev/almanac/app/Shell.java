package dev.almanac.app;

/** Words for a POSIX shell. */
final class Shell {
  private Shell() {}

  /** The word as it must be typed: bare if it is plain, in single quotes otherwise. */
  static String quote(String word) {
    return word.matches("[A-Za-z0-9_./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
