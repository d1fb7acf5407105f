package dev.almanac.scoring;

import dev.almanac.compiled.CompileResult;
import dev.almanac.compiled.CompiledModel;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.Digests;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Signature;
import dev.almanac.pmml.PmmlModel;
import java.util.function.Supplier;

/**
 * JVM-wide cache of compiled models, so that all tasks of an executor share one. Keeps the few most
 * recently used.
 */
final class CompiledModels {
  private static final CompiledModels OF_THIS_JVM = new CompiledModels();

  private final LastUsed<Key, Loaded> byKey = new LastUsed<>();

  private record Key(String hash, Signature signature) {}

  /**
   * A document in both forms; the document itself scores undecided rows.
   *
   * @param compilation the compiled form, or the reason why there is none
   */
  record Loaded(PmmlModel document, CompileResult compilation) {
    /** The compiled form; the document must be compilable. */
    CompiledModel compiled() {
      if (compilation instanceof CompileResult.Compiled compiled) {
        return compiled.model();
      }
      throw new AlmanacException(
          ErrorCode.INTERNAL, "a document is to be scored compiled, and was not: " + compilation);
    }
  }

  /** The instance of this JVM. It is static because tasks of one executor share nothing else. */
  static CompiledModels ofThisJvm() {
    return OF_THIS_JVM;
  }

  /**
   * The model of a document, read and compiled if it is not cached; concurrent callers wait.
   *
   * @param hash the SHA-256 of the document
   * @throws AlmanacException ARTIFACT_DAMAGED if the bytes do not match the hash or are no document
   */
  Loaded get(String hash, Signature signature, Supplier<byte[]> document) {
    return byKey.get(
        new Key(hash, signature),
        () -> {
          PmmlModel read = PmmlModels.ofThisJvm().get(hash, () -> verified(hash, document.get()));
          return new Loaded(read, CompiledModel.compile(read, signature));
        });
  }

  private static byte[] verified(String hash, byte[] document) {
    String found = Digests.sha256(document);
    if (!found.equals(hash)) {
      throw new AlmanacException(
          ErrorCode.ARTIFACT_DAMAGED,
          "the document that came to this executor has the SHA-256 %s, not %s.\nRun the job again; if it stays, look at the executor's disk and memory."
              .formatted(found, hash));
    }
    return document;
  }
}
