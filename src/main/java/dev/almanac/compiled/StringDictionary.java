package dev.almanac.compiled;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Dictionary of all texts that a document mentions, numbered from 1; 0 is the code of every other
 * text. Lookup is by UTF-8 bytes, so that no String is created for a row's value. Immutable.
 */
final class StringDictionary {
  /** The code of every text that the document does not mention. */
  static final int OTHER = 0;

  private final byte[][] bytes;
  private final int[] hashes;
  private final int[] slots;
  private final int mask;

  /** Collects the texts while a document is compiled. */
  static final class Builder {
    private final Map<String, Integer> codes = new HashMap<>();
    private final List<String> texts = new ArrayList<>(List.of(""));

    int code(String text) {
      return codes.computeIfAbsent(
          text,
          added -> {
            texts.add(added);
            return texts.size() - 1;
          });
    }

    /** The texts by code; the entry of {@link #OTHER} must not be read. */
    List<String> texts() {
      return texts;
    }

    StringDictionary build() {
      return new StringDictionary(texts);
    }
  }

  private StringDictionary(List<String> texts) {
    int size = Integer.highestOneBit(Math.max(4, texts.size() * 2 - 1)) * 2;
    slots = new int[size];
    mask = size - 1;
    bytes = new byte[texts.size()][];
    hashes = new int[texts.size()];
    for (int code = 1; code < bytes.length; code++) {
      bytes[code] = texts.get(code).getBytes(StandardCharsets.UTF_8);
      hashes[code] = hash(bytes[code], 0, bytes[code].length);
      int slot = hashes[code] & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = code;
    }
  }

  int size() {
    return bytes.length;
  }

  /** The code of a text; {@link #OTHER} if the document does not mention it. */
  int code(byte[] utf8, int offset, int length) {
    int hash = hash(utf8, offset, length);
    for (int slot = hash & mask; ; slot = (slot + 1) & mask) {
      int code = slots[slot];
      if (code == 0) {
        return OTHER;
      }
      if (hashes[code] == hash
          && Arrays.equals(bytes[code], 0, bytes[code].length, utf8, offset, offset + length)) {
        return code;
      }
    }
  }

  private static int hash(byte[] utf8, int offset, int length) {
    int hash = length;
    for (int i = offset; i < offset + length; i++) {
      hash = hash * 31 + utf8[i];
    }
    hash *= 0x9E3779B9; // spreads the low bits, which select the slot
    return hash ^ (hash >>> 15);
  }
}
