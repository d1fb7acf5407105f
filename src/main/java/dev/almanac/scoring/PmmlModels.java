package dev.almanac.scoring;

import dev.almanac.pmml.PmmlModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The models this JVM has read, so that all tasks of an executor share one: reading a document
 * takes seconds and a model can take hundreds of megabytes. Keeps the few that were used last.
 */
final class PmmlModels {
  private static final int KEPT = 4;

  private static final PmmlModels OF_THIS_JVM = new PmmlModels();

  private final Map<String, PmmlModel> byHash =
      new LinkedHashMap<>(KEPT * 2, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PmmlModel> eldest) {
          return size() > KEPT;
        }
      };

  /** The one instance of the JVM: a task has no other way to meet its neighbours. */
  static PmmlModels ofThisJvm() {
    return OF_THIS_JVM;
  }

  /** The model of a document, read if it is not there; others wait meanwhile. */
  synchronized PmmlModel get(String hash, Supplier<byte[]> document) {
    PmmlModel known = byHash.get(hash);
    if (known == null) {
      known = PmmlModel.load(document.get());
      byHash.put(hash, known);
    }
    return known;
  }
}
