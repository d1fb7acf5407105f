package dev.almanac.core.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Vocabulary of a text feature: the most frequent terms by number of training rows, ties in
 * alphabetical order.
 *
 * @param stopWords words that are not part of any term
 * @param nGrams the most words of a term; shorter terms count too
 * @param most size limit of the vocabulary
 * @param rare frequency limits of terms
 */
public record TextTerms(StopWords stopWords, int nGrams, int most, RareLevels rare) {
  /** The most words of a term. */
  public static final int MOST_WORDS = 3;

  /**
   * The largest vocabulary: each term is a column of a linear model, and costs time for every row.
   */
  public static final int MOST_TERMS = 10_000;

  /** The longest term, in characters; longer ones are ignored. */
  public static final int LONGEST_TERM = 100;

  /** Languages of Spark's stop word lists. */
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

    /** The name in job files, which is Spark's. */
    public String word() {
      return word;
    }
  }

  /**
   * Stop words.
   *
   * @param languages languages whose stop words are used
   * @param words further ones, each a single word in lower case
   */
  public record StopWords(List<Language> languages, List<String> words) {
    /** No stop words. */
    public static final StopWords NONE = new StopWords(List.of(), List.of());

    /**
     * Converts the words to lower case.
     *
     * @throws IllegalArgumentException if an entry is not exactly one word
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

    /** The stop words of languages only. */
    public static StopWords of(Language... languages) {
      return new StopWords(Arrays.asList(languages), List.of());
    }
  }

  /**
   * @throws IllegalArgumentException if a limit is out of range
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
