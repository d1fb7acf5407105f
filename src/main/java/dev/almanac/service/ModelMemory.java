package dev.almanac.service;

import dev.almanac.pmml.PmmlModel;
import dev.almanac.registry.ArtifactFile;
import dev.almanac.registry.VersionArtifacts;
import java.util.Locale;

/**
 * Estimate of a model document's heap usage before it is parsed: the service exits on an
 * out-of-memory error, so a document that could cause one is refused.
 */
final class ModelMemory {
  /**
   * Measured: a document of 20 KB to 4 MB occupied 0.2 to 1.2 times the bytes of its text as
   * objects; compiled arrays and the scorers of concurrent requests come on top.
   */
  private static final long HEAP_BYTES_PER_BYTE = 4;

  /** Measured: the shortest elements, such as {@code <Node>}, occupied 37 to 114 bytes each. */
  private static final long HEAP_BYTES_PER_ELEMENT = 160;

  /** Heap of the smallest model and its scorers. */
  private static final long FIXED_BYTES = 1 << 20;

  private ModelMemory() {}

  /**
   * Maximum for one document: two may be parsed at a time, while the model cache holds a quarter of
   * the heap.
   */
  static long most() {
    return Runtime.getRuntime().maxMemory() / 2;
  }

  /**
   * A verified document of a version.
   *
   * @param most maximum heap usage in bytes, as estimated
   * @throws ApiException 503 if the estimate is higher; a document that is too long is not read
   */
  static byte[] read(VersionArtifacts artifacts, String name, long most) {
    long bytes =
        artifacts.files().stream()
            .filter(file -> file.name().equals(name))
            .mapToLong(ArtifactFile::bytes)
            .findFirst()
            .orElse(0);
    if (bytes <= PmmlModel.MAX_BYTES) {
      check(artifacts, name, HEAP_BYTES_PER_BYTE * bytes, most);
    }
    byte[] document = artifacts.read(name, PmmlModel.MAX_BYTES);
    check(artifacts, name, estimate(document), most);
    return document;
  }

  /** The estimated heap usage of a document as a model, in bytes. */
  static long estimate(byte[] document) {
    long elements = 0;
    for (int i = 1; i < document.length; i++) {
      if (document[i - 1] == '<' && document[i] != '/') {
        elements++;
      }
    }
    return FIXED_BYTES
        + Math.max(HEAP_BYTES_PER_BYTE * document.length, HEAP_BYTES_PER_ELEMENT * elements);
  }

  private static void check(VersionArtifacts artifacts, String name, long needed, long most) {
    if (needed > most) {
      throw new ApiException(
          503,
          "MODEL_TOO_LARGE",
          String.format(
              Locale.ROOT,
              "%s of %s may take %,d MiB of memory, and this service has %,d MiB for one model;"
                  + " start it with a larger heap.",
              name,
              artifacts.version().version(),
              needed >> 20,
              most >> 20));
    }
  }
}
