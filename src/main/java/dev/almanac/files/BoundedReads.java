package dev.almanac.files;

import java.io.IOException;
import java.io.InputStream;

/** Reading files whole that are meant to be small. */
final class BoundedReads {
  /** More than any file that is read whole ever has, and less than a process has memory for. */
  static final int MAX_BYTES = 64 << 20;

  private BoundedReads() {}

  /**
   * All of a stream; the caller closes it.
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
