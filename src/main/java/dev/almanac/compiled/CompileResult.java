package dev.almanac.compiled;

/** What compiling a document came to. */
public sealed interface CompileResult {
  /** It can be scored here. */
  record Compiled(CompiledModel model) implements CompileResult {}

  /**
   * It says something that is not known here, so another engine has to score it.
   *
   * @param why what is not known and where it stands, for people
   */
  record Unsupported(String why) implements CompileResult {}
}
