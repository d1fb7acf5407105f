package dev.almanac.scoring;

import dev.almanac.pmml.PmmlModel;
import java.util.function.Supplier;

/**
 * The models this JVM has read, so that all tasks of an executor share one: reading a document
 * takes seconds and a model can take hundreds of megabytes. Keeps the few that were used last.
 */
final class PmmlModels {
  private static final PmmlModels OF_THIS_JVM = new PmmlModels();

  private final LastUsed<String, PmmlModel> byHash = new LastUsed<>();

  /** The one instance of the JVM: a task has no other way to meet its neighbours. */
  static PmmlModels ofThisJvm() {
    return OF_THIS_JVM;
  }

  /** The model of a document, read if it is not there; others wait meanwhile. */
  PmmlModel get(String hash, Supplier<byte[]> document) {
    return byHash.get(hash, () -> PmmlModel.load(document.get()));
  }
}
