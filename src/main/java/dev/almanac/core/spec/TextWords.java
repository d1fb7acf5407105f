package dev.almanac.core.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Word tokenizer: a word is a sequence of letters, marks and digits of any script, in lower case.
 * All other characters separate words: {@code don't} and {@code U.S.} are two words each. So no
 * word begins or ends with punctuation, which PMML consumers would trim.
 */
public final class TextWords {
  /** Separators between words, as a Java regular expression. */
  public static final String SEPARATOR = "[^\\p{L}\\p{M}\\p{N}]+";

  /** A word, as a Java regular expression. */
  public static final String WORD = "[\\p{L}\\p{M}\\p{N}]+";

  private TextWords() {}

  /** The words of a text, in order. */
  public static List<String> of(String text) {
    return Arrays.stream(text.toLowerCase(Locale.ROOT).split(SEPARATOR))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
