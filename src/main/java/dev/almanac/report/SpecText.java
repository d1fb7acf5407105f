package dev.almanac.report;

/**
 * Formats the JSON of a specification for display: one line per value, with the line breaks of
 * queries as line breaks. Accepts any text; invalid JSON is formatted as far as possible.
 */
final class SpecText {
  private final StringBuilder out = new StringBuilder();
  private int depth;

  private SpecText() {}

  static String of(String json) {
    SpecText text = new SpecText();
    boolean quoted = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (!quoted) {
        text.structure(c);
      } else if (c == '\\' && i + 1 < json.length()) {
        i++;
        text.escaped(json.charAt(i));
        continue;
      } else {
        text.out.append(c);
      }
      quoted ^= c == '"';
    }
    return text.out.toString();
  }

  private void structure(char c) {
    switch (c) {
      case '{', '[' -> {
        out.append(c);
        depth++;
        line();
      }
      case '}', ']' -> {
        depth = Math.max(0, depth - 1);
        line();
        out.append(c);
      }
      case ',' -> {
        out.append(c);
        line();
      }
      case ':' -> out.append(": ");
      case ' ', '\n', '\t', '\r' -> {}
      default -> out.append(c);
    }
  }

  private void escaped(char c) {
    switch (c) {
      case 'n' -> out.append('\n');
      case '"' -> out.append('"');
      default -> out.append('\\').append(c);
    }
  }

  private void line() {
    out.append('\n').append("  ".repeat(Math.min(depth, 40)));
  }
}
