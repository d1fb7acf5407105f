package dev.almanac.scoring;

import org.apache.spark.unsafe.types.UTF8String;

/**
 * Maps the texts of a column to small whole numbers, so that each entry of a dictionary is looked
 * up once. Whole numbers and booleans are mapped by the text that Spark casts them to. Not
 * thread-safe.
 */
interface TextCodes {
  /** The code of a text. */
  int code(UTF8String text);

  /** The code of a whole number. */
  default int code(long whole) {
    return code(UTF8String.fromString(Long.toString(whole)));
  }

  /** The code of a boolean. */
  default int code(boolean truth) {
    return code(UTF8String.fromString(String.valueOf(truth)));
  }
}
