package dev.almanac.scoring;

import org.apache.spark.unsafe.types.UTF8String;

/**
 * From the texts of a column to small whole numbers, so that each entry of a dictionary is looked
 * up once. Whole numbers and truths count as the texts that Spark casts them to. For one thread.
 */
interface TextCodes {
  /** The code of a text. */
  int code(UTF8String text);

  /** The code of a whole number. */
  default int code(long whole) {
    return code(UTF8String.fromString(Long.toString(whole)));
  }

  /** The code of a truth. */
  default int code(boolean truth) {
    return code(UTF8String.fromString(String.valueOf(truth)));
  }
}
