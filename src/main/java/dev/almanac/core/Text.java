package dev.almanac.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Text formatting for messages. */
public final class Text {
  private static final int LONGEST_SHOWN = 120;
  private static final int LONGEST_MESSAGE = 600;
  private static final Pattern LINE_ENDS = Pattern.compile("\\s*\\R\\s*");
  private static final Pattern SENTENCE_ENDS = Pattern.compile("(?<=[.!?;:])\\s+");
  private static final Pattern SUGGESTION =
      Pattern.compile("(?i)did you mean|use `|instead|try (?!again)|must be|expected");
  private static final int MOST_LISTED = 8;
  private static final int FIRST_LISTED = 3;

  /** Longer words are not compared, since the edit distance takes quadratic time. */
  private static final int LONGEST_COMPARED = 100;

  private Text() {}

  /**
   * The value on one line and of bounded length. Characters that move the cursor, change the text
   * direction or are invisible are escaped, so the result is safe to log and print.
   */
  public static String printable(String value) {
    return printable(value, LONGEST_SHOWN);
  }

  /**
   * As {@link #printable(String)}.
   *
   * @param longest the maximum length
   */
  public static String printable(String value, int longest) {
    StringBuilder out = new StringBuilder();
    int end = Math.min(value.length(), longest);
    for (int i = 0; i < end; i += Character.charCount(value.codePointAt(i))) {
      append(out, value.codePointAt(i));
    }
    return value.length() > longest ? out.append('…').toString() : out.toString();
  }

  /**
   * Another library's message on one line. A long text is cut at sentence ends: it keeps the first
   * sentence and those with suggestions, then further ones up to the limit.
   */
  public static String message(String text) {
    String line = printable(LINE_ENDS.matcher(text.strip()).replaceAll(" "), Integer.MAX_VALUE);
    if (line.length() <= LONGEST_MESSAGE) {
      return line;
    }
    List<String> sentences = List.of(SENTENCE_ENDS.split(line));
    Set<Integer> kept = new TreeSet<>();
    int room = LONGEST_MESSAGE;
    for (int i : byUse(sentences)) {
      int length = sentences.get(i).length() + 1;
      if (kept.isEmpty() || length <= room) {
        kept.add(i);
        room -= length;
      }
    }
    return kept.stream().map(i -> atWord(sentences.get(i))).collect(Collectors.joining(" "));
  }

  /** Indexes of sentences by priority: the first, those with suggestions, the others. */
  private static List<Integer> byUse(List<String> sentences) {
    return IntStream.range(0, sentences.size())
        .boxed()
        .sorted(
            Comparator.comparingInt(
                i -> i == 0 ? 0 : SUGGESTION.matcher(sentences.get(i)).find() ? 1 : 2))
        .toList();
  }

  private static String atWord(String sentence) {
    if (sentence.length() <= LONGEST_MESSAGE) {
      return sentence;
    }
    int blank = sentence.lastIndexOf(' ', LONGEST_MESSAGE);
    int end = blank < LONGEST_MESSAGE / 2 ? LONGEST_MESSAGE : blank;
    boolean halved = Character.isHighSurrogate(sentence.charAt(end - 1));
    return sentence.substring(0, halved ? end - 1 : end) + " …";
  }

  /** As {@link #printable(String)}, but for a text of any length; line breaks are kept. */
  public static String printableLines(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      boolean lineEnd = c == '\n' || (c == '\r' && text.startsWith("\n", i + 1));
      if (lineEnd) {
        out.appendCodePoint(c);
      } else {
        append(out, c);
      }
    }
    return out.toString();
  }

  private static void append(StringBuilder out, int c) {
    if (!isHidden(c)) {
      out.appendCodePoint(c);
    } else if (Character.isBmpCodePoint(c)) {
      out.append(String.format(Locale.ROOT, "\\u%04x", c));
    } else {
      out.append(String.format(Locale.ROOT, "\\u{%x}", c));
    }
  }

  /** Whether a code point is a control, a direction mark, a surrogate or invisible. */
  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  /** A number with grouped digits, as in {@code 31,204}. */
  public static String grouped(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /**
   * A number with its noun, as in {@code 1 row} and {@code 31,204 rows}.
   *
   * @param singular a noun with a regular plural in {@code s}, or {@code ies} for a consonant and
   *     {@code y}
   */
  public static String count(long count, String singular) {
    String noun = singular;
    if (count != 1) {
      noun =
          singular.matches(".*[^aeiou]y")
              ? singular.substring(0, singular.length() - 1) + "ies"
              : singular + "s";
    }
    return grouped(count) + " " + noun;
  }

  /** A numeric difference, such as {@code 1.3e-15}; zero is {@code 0}. */
  public static String difference(double value) {
    return value == 0 ? "0" : String.format(Locale.ROOT, "%.1e", value);
  }

  /** A list of names, shortened to the first three and a count: {@code a, b, c, … and 61 more}. */
  public static String few(List<String> names) {
    List<String> shown =
        names.stream()
            .limit(names.size() > MOST_LISTED ? FIRST_LISTED : MOST_LISTED)
            .map(Text::printable)
            .toList();
    return names.size() > MOST_LISTED
        ? "%s, … and %s more"
            .formatted(String.join(", ", shown), grouped(names.size() - FIRST_LISTED))
        : String.join(", ", shown);
  }

  /** The candidate with the smallest edit distance, if at most a third of the word differs. */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    if (word.length() > LONGEST_COMPARED) {
      return Optional.empty();
    }
    int limit = Math.max(1, word.length() / 3);
    return candidates.stream()
        .filter(candidate -> Math.abs(candidate.length() - word.length()) <= limit)
        .filter(candidate -> distance(word, candidate) <= limit)
        .min(
            Comparator.comparingInt((String candidate) -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /**
   * A suggestion to append to a name that was not found, such as {@code " (did you mean 'late'?)"};
   * empty if no candidate is near.
   */
  public static String didYouMean(String word, Collection<String> candidates) {
    return nearest(word, candidates).map(near -> " (did you mean '" + near + "'?)").orElse("");
  }

  /** Levenshtein distance, ignoring case. */
  private static int distance(String a, String b) {
    String left = a.toLowerCase(Locale.ROOT);
    String right = b.toLowerCase(Locale.ROOT);
    int[] previous = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int[] row = new int[right.length() + 1];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], previous[j]) + 1, previous[j - 1] + change);
      }
      previous = row;
    }
    return previous[right.length()];
  }
}
