package dev.almanac.compiled;

/** Result of compiling a document. */
public sealed interface CompileResult {
  /** The document is supported. */
  record Compiled(CompiledModel model) implements CompileResult {}

  /**
   * The document uses an unsupported feature; another engine must score it.
   *
   * @param why the unsupported feature and its location in the document, for people
   */
  record Unsupported(String why) implements CompileResult {}
}
