package dev.almanac.service;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The bytes of a request's body, in blocks: a body that grows is never copied, and needs no long
 * array of the heap. For one thread at a time.
 */
final class Body {
  /** A body that comes byte by byte takes no block for each. */
  private static final int BLOCK = 4 << 10;

  private final List<byte[]> blocks = new ArrayList<>(1);

  /** Of the last block. */
  private int used;

  private long size;

  static Body of(byte[] bytes) {
    Body body = new Body();
    body.append(ByteBuffer.wrap(bytes), bytes.length);
    return body;
  }

  /**
   * How many bytes of memory more the body would take with some bytes more.
   *
   * @param expected bytes that come from now on, these included; below 0 if that is not known
   */
  int growth(int more, long expected) {
    int room = room();
    return more <= room
        ? 0
        : Math.max(more - room, (int) Math.min(BLOCK, expected < 0 ? BLOCK : expected - room));
  }

  /**
   * Takes all bytes of a buffer.
   *
   * @param expected as in {@link #growth}
   */
  void append(ByteBuffer bytes, long expected) {
    size += bytes.remaining();
    int fits = Math.min(room(), bytes.remaining());
    int growth = growth(bytes.remaining(), expected);
    if (fits > 0) {
      bytes.get(blocks.get(blocks.size() - 1), used, fits);
      used += fits;
    }
    if (bytes.hasRemaining()) {
      byte[] block = new byte[growth];
      used = bytes.remaining();
      bytes.get(block, 0, used);
      blocks.add(block);
    }
  }

  private int room() {
    return blocks.isEmpty() ? 0 : blocks.get(blocks.size() - 1).length - used;
  }

  /** Lets all bytes go. */
  void clear() {
    blocks.clear();
    used = 0;
    size = 0;
  }

  long size() {
    return size;
  }

  /** All of it. */
  InputStream stream() {
    return stream(0, size);
  }

  /** The bytes from an offset up to another one. */
  InputStream stream(long from, long to) {
    List<InputStream> parts = new ArrayList<>();
    long offset = 0;
    for (int i = 0; i < blocks.size() && offset < to; i++) {
      byte[] block = blocks.get(i);
      int length = i == blocks.size() - 1 ? used : block.length;
      int begin = (int) Math.max(0, Math.min(length, from - offset));
      int end = (int) Math.min(length, to - offset);
      if (end > begin) {
        parts.add(new ByteArrayInputStream(block, begin, end - begin));
      }
      offset += length;
    }
    return parts.size() == 1
        ? parts.get(0)
        : new SequenceInputStream(Collections.enumeration(parts));
  }

  /** Some bytes from an offset on, fewer at the end. */
  byte[] excerpt(long from, int most) {
    try (InputStream in = stream(from, Math.min(size, from + most))) {
      return in.readNBytes(most);
    } catch (java.io.IOException e) {
      throw new IllegalStateException("bytes are read without a disk", e);
    }
  }
}
