package dev.almanac.config;

/**
 * Rewrites {@code """long strings"""} as ordinary quoted strings of the same value, followed by as
 * many line breaks as they contained. The library reports too low line numbers for blocks and
 * syntax errors after a long string; after the rewrite every line number is correct, and the
 * location of a long string is its first line.
 */
final class TripleQuotes {
  private static final String QUOTES = "\"\"\"";

  private final String text;
  private final StringBuilder out;
  private int at;
  private int owedLineEnds;

  private TripleQuotes(String text) {
    this.text = text;
    this.out = new StringBuilder(text.length() + 256);
  }

  static String flatten(String text) {
    return new TripleQuotes(text).run();
  }

  private String run() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (text.startsWith(QUOTES, at)) {
        longString();
      } else if (c == '"') {
        shortString();
      } else if (c == '#' || text.startsWith("//", at)) {
        copyTo(lineEnd());
      } else if (c == '\n') {
        out.append("\n".repeat(owedLineEnds + 1));
        owedLineEnds = 0;
        at++;
      } else {
        copyTo(at + 1);
      }
    }
    return out.toString();
  }

  private void longString() {
    int end = text.indexOf(QUOTES, at + QUOTES.length());
    if (end < 0) {
      copyTo(text.length()); // the parser reports the unclosed string
      return;
    }
    // additional quotes belong to the string
    while (end + QUOTES.length() < text.length() && text.charAt(end + QUOTES.length()) == '"') {
      end++;
    }
    String value = text.substring(at + QUOTES.length(), end);
    out.append('"');
    value.chars().forEach(c -> escape((char) c));
    out.append('"');
    owedLineEnds += (int) value.chars().filter(c -> c == '\n').count();
    at = end + QUOTES.length();
  }

  private void escape(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      default -> {
        if (c < ' ') {
          out.append("\\u00").append(Character.forDigit(c >> 4, 16));
          out.append(Character.forDigit(c & 15, 16));
        } else {
          out.append(c);
        }
      }
    }
  }

  private void shortString() {
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != '"' && text.charAt(end) != '\n') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    copyTo(Math.min(text.length(), text.startsWith("\"", end) ? end + 1 : end));
  }

  private int lineEnd() {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  private void copyTo(int end) {
    out.append(text, at, end);
    at = end;
  }
}
