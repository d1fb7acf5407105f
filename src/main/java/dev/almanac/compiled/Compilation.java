package dev.almanac.compiled;

/** What compiling a document came to. */
public sealed interface Compilation {
  /** It can be scored here. */
  record Compiled(CompiledModel model) implements Compilation {}

  /**
   * It says something that is not known here, so another engine has to score it.
   *
   * @param why what is not known and where it stands, for people
   */
  record Unsupported(String why) implements Compilation {}
}
