package dev.almanac.scoring;

import org.apache.spark.unsafe.types.UTF8String;

/**
 * Code 1 for texts that contain the Unicode replacement character, which a decoder writes for bytes
 * that it cannot read.
 */
final class UndecodedTexts implements TextCodes {
  private static final UTF8String REPLACEMENT = UTF8String.fromString("\uFFFD");

  @Override
  public int code(UTF8String text) {
    return text.contains(REPLACEMENT) ? 1 : 0;
  }
}
