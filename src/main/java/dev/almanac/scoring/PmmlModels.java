package dev.almanac.scoring;

import dev.almanac.pmml.PmmlModel;
import java.util.function.Supplier;

/**
 * JVM-wide cache of PMML models, so that all tasks of an executor share one: reading a document
 * takes seconds, and a model can need hundreds of megabytes. Keeps the few most recently used.
 */
final class PmmlModels {
  private static final PmmlModels OF_THIS_JVM = new PmmlModels();

  private final LastUsed<String, PmmlModel> byHash = new LastUsed<>();

  /** The instance of this JVM. It is static because tasks of one executor share nothing else. */
  static PmmlModels ofThisJvm() {
    return OF_THIS_JVM;
  }

  /** The model of a document, read if it is not cached; concurrent callers wait. */
  PmmlModel get(String hash, Supplier<byte[]> document) {
    return byHash.get(hash, () -> PmmlModel.load(document.get()));
  }
}
