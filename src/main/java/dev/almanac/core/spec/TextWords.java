package dev.almanac.core.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a word of a text is: letters, marks and digits of any script without a gap, in lower case.
 * Whatever stands between words parts them: {@code don't} is two, {@code U.S.} as well. So no word
 * has punctuation at its ends, which readers of PMML would cut off.
 */
public final class TextWords {
  /** What parts words; a regular expression of Java's. */
  public static final String SEPARATOR = "[^\\p{L}\\p{M}\\p{N}]+";

  /** A whole word; a regular expression of Java's. */
  public static final String WORD = "[\\p{L}\\p{M}\\p{N}]+";

  private TextWords() {}

  /** The words of a text in their order. */
  public static List<String> of(String text) {
    return Arrays.stream(text.toLowerCase(Locale.ROOT).split(SEPARATOR))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
