package dev.almanac.compiled;

/** Resolves the names that an expression refers to. */
interface NameResolver {
  Compiler compiler();

  /**
   * The field or parameter of a name.
   *
   * @throws UnsupportedException if there is none
   */
  Value resolve(String name);

  /** The location in the document, for people. */
  String where();

  /** The nesting depth of function calls. */
  default int depth() {
    return 0;
  }
}
