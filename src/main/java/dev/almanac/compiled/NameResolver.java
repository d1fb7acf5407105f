package dev.almanac.compiled;

/** What an expression may refer to by name. */
interface NameResolver {
  Compiler compiler();

  /**
   * The field or parameter of a name.
   *
   * @throws UnsupportedException if there is none
   */
  Value resolve(String name);

  /** Where in the document, for people. */
  String where();

  /** How many calls of functions this is inside of. */
  default int depth() {
    return 0;
  }
}
