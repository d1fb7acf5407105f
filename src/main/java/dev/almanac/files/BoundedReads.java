package dev.almanac.files;

import java.io.IOException;
import java.io.InputStream;

/** Reads small files into memory, with a size limit. */
final class BoundedReads {
  /** The size limit: larger than any file that is read whole, smaller than a process's memory. */
  static final int MAX_BYTES = 64 << 20;

  private BoundedReads() {}

  /**
   * Reads a stream to its end; the caller closes it.
   *
   * @param place names the file in the error
   * @throws dev.almanac.core.AlmanacException {@code ARTIFACT_DAMAGED} if it is too large
   */
  static byte[] read(InputStream in, String place) throws IOException {
    byte[] content = in.readNBytes(MAX_BYTES + 1);
    if (content.length > MAX_BYTES) {
      throw StoreErrors.tooLarge(place, MAX_BYTES);
    }
    return content;
  }
}
