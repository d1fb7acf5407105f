package dev.almanac.compiled;

import dev.almanac.core.Signature;
import dev.almanac.pmml.PmmlModel;

final class Compiler {
  private Compiler() {}

  static Compilation compile(PmmlModel pmml, Signature signature) {
    return new Compilation.Unsupported("nothing is known yet");
  }
}
