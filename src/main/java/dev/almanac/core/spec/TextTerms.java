package dev.almanac.core.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which terms of a text a model counts: of those that enough training rows have, the ones that most
 * rows have, and of equally frequent ones the first by spelling.
 *
 * @param stopWords words that are no terms, nor part of any
 * @param nGrams how many words that follow each other may be one term; terms of fewer words count,
 *     too
 * @param most how many terms count at most
 * @param rare which terms too few training rows have
 */
public record TextTerms(StopWords stopWords, int nGrams, int most, RareLevels rare) {
  /** The most words that one term may have. */
  public static final int MOST_WORDS = 3;

  /** The most terms there may be: each is a column of a linear model, and work for every row. */
  public static final int MOST_TERMS = 10_000;

  /** The longest term, in characters; what is longer is hardly a word. */
  public static final int LONGEST_TERM = 100;

  /** Languages whose stop words Spark knows. */
  public enum Language {
    DANISH("danish"),
    DUTCH("dutch"),
    ENGLISH("english"),
    FINNISH("finnish"),
    FRENCH("french"),
    GERMAN("german"),
    HUNGARIAN("hungarian"),
    ITALIAN("italian"),
    NORWEGIAN("norwegian"),
    PORTUGUESE("portuguese"),
    RUSSIAN("russian"),
    SPANISH("spanish"),
    SWEDISH("swedish"),
    TURKISH("turkish");

    private final String word;

    Language(String word) {
      this.word = word;
    }

    /** The word in job files, which is Spark's. */
    public String word() {
      return word;
    }
  }

  /**
   * Words that say too little.
   *
   * @param languages all stop words of these
   * @param words further ones, each one word in lower case
   */
  public record StopWords(List<Language> languages, List<String> words) {
    /** Every word counts. */
    public static final StopWords NONE = new StopWords(List.of(), List.of());

    /**
     * Writes them in lower case.
     *
     * @throws IllegalArgumentException if one is no word, or several
     */
    public StopWords {
      languages = List.copyOf(languages);
      for (String word : words) {
        List<String> parts = TextWords.of(word);
        if (parts.size() != 1) {
          throw new IllegalArgumentException(
              parts.isEmpty()
                  ? "the stop word '%s' has no letter and no digit".formatted(word)
                  : String.format(
                      Locale.ROOT,
                      "the stop word '%s' is %d words, since all but letters and digits parts"
                          + " words; write %s",
                      word,
                      parts.size(),
                      String.join(", ", parts)));
        }
      }
      words = words.stream().flatMap(word -> TextWords.of(word).stream()).distinct().toList();
    }

    /** Of a language alone. */
    public static StopWords of(Language... languages) {
      return new StopWords(Arrays.asList(languages), List.of());
    }
  }

  /**
   * @throws IllegalArgumentException if a bound is none
   */
  public TextTerms {
    if (nGrams < 1 || nGrams > MOST_WORDS) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "n-grams is 1 to %d words, not %d", MOST_WORDS, nGrams));
    }
    if (most < 1 || most > MOST_TERMS) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "vocabulary is 1 to %d terms, not %d", MOST_TERMS, most));
    }
  }
}
