package dev.almanac.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that ends after the expected number of bytes, so that a file without end is not read
 * beyond the length in its manifest. Not thread-safe.
 */
final class LengthLimit extends FilterInputStream {
  private long left;
  private boolean exceeded;

  LengthLimit(InputStream in, long expected) {
    super(in);
    this.left = expected;
  }

  /** Whether there were more bytes. */
  boolean isExceeded() {
    return exceeded;
  }

  /** Whether there were exactly as many bytes as expected; known at the end of the stream. */
  boolean isExact() {
    return left == 0 && !exceeded;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      exceeded = exceeded || super.read() >= 0;
      return -1;
    }
    int read = super.read(buffer, offset, (int) Math.min(length, left));
    left -= Math.max(0, read);
    return read;
  }

  @Override
  public long skip(long bytes) throws IOException {
    throw new IOException("what is skipped cannot be verified");
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(left, super.available());
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
