package dev.almanac.pmml;

/**
 * Accepts the regular expressions whose search time is bounded. Java matches by backtracking, and a
 * pattern such as {@code (a+)+$} tries 2^n paths. Accepted are characters, classes, {@code . ^ $},
 * escapes, alternatives without groups, and repetitions of one character. The number of paths from
 * one position, multiplied within an alternative and summed over alternatives, is at most {@link
 * #MOST_WAYS} on a text of {@link BoundedFunctions#LONGEST_TEXT}.
 */
final class PlainPattern {
  /** Enough for four alternatives with one unbounded repetition each. */
  static final int MOST_WAYS = 4 * BoundedFunctions.LONGEST_TEXT;

  /** Maximum length of a pattern, including the minimum counts of its repetitions. */
  private static final int LONGEST_PATTERN = 400;

  private static final String CLASS_ESCAPES = "dDwWsSbBtnr";

  private final String pattern;
  private int at;
  private long ways = 1;
  private long allWays;
  private long steps;

  private PlainPattern(String pattern) {
    this.pattern = pattern;
  }

  /** The reason why a pattern is rejected; empty if it is accepted. */
  static String problem(String pattern) {
    if (pattern.length() > LONGEST_PATTERN) {
      return "it is longer than " + LONGEST_PATTERN + " characters";
    }
    return new PlainPattern(pattern).read();
  }

  private String read() {
    while (at < pattern.length()) {
      String problem = next();
      if (!problem.isEmpty()) {
        return problem;
      }
    }
    if (allWays + ways > MOST_WAYS) {
      return "its repetitions multiply";
    }
    return steps > LONGEST_PATTERN ? "its repetitions ask for too long a text" : "";
  }

  private String next() {
    char c = pattern.charAt(at++);
    steps++;
    switch (c) {
      case '|' -> {
        allWays += ways;
        ways = 1;
        return "";
      }
      case '^', '$' -> {
        return isQuantifier() ? "it repeats what is no character" : "";
      }
      case '(', ')' -> {
        return "it has brackets, which hold groups, look-arounds and repeated repetitions";
      }
      case '*', '+', '?', '{', '}', ']' -> {
        return "'" + c + "' stands where no character is to be repeated";
      }
      case '[' -> {
        return charClass() ? quantifier() : "it has a class of characters that is not plain";
      }
      case '\\' -> {
        return escape() ? quantifier() : "it has an escape that is not plain";
      }
      default -> {
        return quantifier();
      }
    }
  }

  /** Skips a character class; nested classes are not accepted. */
  private boolean charClass() {
    boolean any = false;
    if (is('^')) {
      at++;
    }
    while (at < pattern.length()) {
      char c = pattern.charAt(at++);
      if (c == ']') {
        return any;
      }
      if (c == '[' || (c == '&' && is('&')) || (c == '\\' && !escape())) {
        return false;
      }
      any = true;
    }
    return false;
  }

  /** Skips one escaped character: a character class, or a literal mark. */
  private boolean escape() {
    if (at == pattern.length()) {
      return false;
    }
    char c = pattern.charAt(at++);
    boolean letter = Character.isLetterOrDigit(c);
    return letter ? CLASS_ESCAPES.indexOf(c) >= 0 : c < 128;
  }

  private String quantifier() {
    if (!isQuantifier()) {
      return "";
    }
    char c = pattern.charAt(at++);
    if (c == '{') {
      if (!counted()) {
        return "it has a count that is not {n}, {n,} or {n,m} with numbers below 100";
      }
    } else {
      multiply(c == '?' ? 2 : BoundedFunctions.LONGEST_TEXT);
    }
    if (is('?') || is('+')) {
      at++; // reluctant or possessive: the same paths, in another order or fewer
    }
    return isQuantifier() ? "it repeats a repetition" : "";
  }

  private boolean counted() {
    int least = number();
    if (least < 0) {
      return false;
    }
    steps += least;
    if (is(',')) {
      at++;
      if (is('}')) {
        multiply(BoundedFunctions.LONGEST_TEXT);
      } else {
        int most = number();
        if (most < least) {
          return false;
        }
        steps += most;
        multiply(most - least + 1);
      }
    }
    return at < pattern.length() && pattern.charAt(at++) == '}';
  }

  /** One or two digits; -1 if there are none or more. */
  private int number() {
    int begin = at;
    while (at < pattern.length() && pattern.charAt(at) >= '0' && pattern.charAt(at) <= '9') {
      at++;
    }
    int digits = at - begin;
    return digits == 1 || digits == 2 ? Integer.parseInt(pattern.substring(begin, at)) : -1;
  }

  private void multiply(int factor) {
    ways = Math.min(ways * factor, 2L * MOST_WAYS);
  }

  private boolean isQuantifier() {
    return is('*') || is('+') || is('?') || is('{');
  }

  private boolean is(char c) {
    return at < pattern.length() && pattern.charAt(at) == c;
  }
}
