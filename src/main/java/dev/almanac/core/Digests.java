package dev.almanac.core;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 digests in lower-case hexadecimal. */
public final class Digests {
  private static final int BUFFER = 1 << 16;

  /** Length and SHA-256 of a stream's content. */
  public record Digest(long bytes, String sha256) {}

  private Digests() {}

  /** SHA-256 of a text's UTF-8 bytes. */
  public static String sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  /** SHA-256 of a byte array. */
  public static String sha256(byte[] content) {
    return HexFormat.of().formatHex(algorithm().digest(content));
  }

  /** Reads the stream to its end; the caller closes it. */
  public static Digest of(InputStream in) throws IOException {
    MessageDigest algorithm = algorithm();
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      algorithm.update(buffer, 0, n);
      bytes += n;
    }
    return new Digest(bytes, HexFormat.of().formatHex(algorithm.digest()));
  }

  /** A new SHA-256 {@link MessageDigest}, for streamed content. */
  public static MessageDigest algorithm() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
