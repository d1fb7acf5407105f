package dev.almanac.lookup;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Growable big-endian byte buffer. Not thread-safe. */
final class Bytes {
  private byte[] content = new byte[256];
  private int length;

  byte[] content() {
    return content;
  }

  int length() {
    return length;
  }

  byte[] copy() {
    return Arrays.copyOf(content, length);
  }

  void clear() {
    length = 0;
  }

  void one(int value) {
    room(1);
    content[length++] = (byte) value;
  }

  void four(int value) {
    room(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      content[length++] = (byte) (value >>> shift);
    }
  }

  void eight(long value) {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      content[length++] = (byte) (value >>> shift);
    }
  }

  /** A count of at least 0 as a varint: seven bits per byte, least significant first. */
  void count(int value) {
    int rest = value;
    while (rest > 0x7f) {
      one(rest | 0x80);
      rest >>>= 7;
    }
    one(rest);
  }

  /** A text with its length as a prefix. */
  void text(String text) {
    text(text.getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #text(String)}, of a text in UTF-8. */
  void text(byte[] utf8) {
    count(utf8.length);
    all(utf8);
  }

  void all(byte[] bytes) {
    room(bytes.length);
    System.arraycopy(bytes, 0, content, length, bytes.length);
    length += bytes.length;
  }

  void part(Bytes other) {
    room(other.length);
    System.arraycopy(other.content, 0, content, length, other.length);
    length += other.length;
  }

  /** Overwrites a byte. */
  void set(int index, int value) {
    content[index] = (byte) value;
  }

  private void room(int more) {
    if (content.length - length < more) {
      content = Arrays.copyOf(content, Math.max(content.length * 2, length + more));
    }
  }
}
