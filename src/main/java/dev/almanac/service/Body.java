package dev.almanac.service;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Bytes of a request body, in blocks: a growing body is never copied, and needs no large array. For
 * one thread at a time.
 */
final class Body {
  /** A body that arrives byte by byte does not take a block per byte. */
  private static final int BLOCK = 4 << 10;

  private final List<byte[]> blocks = new ArrayList<>(1);

  /** Used bytes of the last block. */
  private int used;

  private long size;

  static Body of(byte[] bytes) {
    Body body = new Body();
    body.append(ByteBuffer.wrap(bytes), bytes.length);
    return body;
  }

  /**
   * Number of additional bytes of memory that the body needs for more bytes.
   *
   * @param expected number of bytes still to come, these included; negative if unknown
   */
  int growth(int more, long expected) {
    int room = room();
    return more <= room
        ? 0
        : Math.max(more - room, (int) Math.min(BLOCK, expected < 0 ? BLOCK : expected - room));
  }

  /**
   * Appends all bytes of a buffer.
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

  /** Releases all bytes. */
  void clear() {
    blocks.clear();
    used = 0;
    size = 0;
  }

  long size() {
    return size;
  }

  /** The whole body. */
  InputStream stream() {
    return stream(0, size);
  }

  /** The bytes between two offsets. */
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

  /** Up to a number of bytes from an offset on. */
  byte[] excerpt(long from, int most) {
    try (InputStream in = stream(from, Math.min(size, from + most))) {
      return in.readNBytes(most);
    } catch (java.io.IOException e) {
      throw new IllegalStateException("bytes are read without a disk", e);
    }
  }
}
