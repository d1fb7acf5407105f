package dev.almanac.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Writer for HTML that is also well-formed XML. Text and attribute values are escaped: a level
 * named {@code <script>} is displayed, never executed.
 */
final class Html {
  /** Maximum text length; longer text is cut and marked with an ellipsis. */
  private static final int LONGEST_TEXT = 300;

  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Starts an element; attributes are pairs of name and value. */
  Html open(String element, String... attributes) {
    tag(element, attributes).append('>');
    open.push(element);
    return this;
  }

  /** Ends the innermost open element. */
  Html close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** Writes an element without content. */
  Html empty(String element, String... attributes) {
    tag(element, attributes).append("/>");
    return this;
  }

  /** Writes an SVG rectangle, in units of the view box. */
  Html rect(double x, double y, double width, double height) {
    return empty(
        "rect",
        "x",
        coordinate(x),
        "y",
        coordinate(y),
        "width",
        coordinate(width),
        "height",
        coordinate(height));
  }

  private static String coordinate(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** Writes text on one line; control characters become visible escapes. */
  Html text(String text) {
    escape(text, LONGEST_TEXT, false);
    return this;
  }

  /** Writes text of any length with its line breaks. */
  Html lines(String text) {
    escape(text, Integer.MAX_VALUE, true);
    return this;
  }

  /** Writes an element that contains only text. */
  Html element(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close();
  }

  /** Writes trusted markup without escapes, such as the style sheet. */
  Html trusted(String own) {
    out.append(own);
    return this;
  }

  Html newLine() {
    out.append('\n');
    return this;
  }

  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("<" + open.peek() + "> was not ended");
    }
    return out.toString();
  }

  private StringBuilder tag(String element, String... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1], LONGEST_TEXT, false);
      out.append('"');
    }
    return out;
  }

  private void escape(String text, int longest, boolean lines) {
    int end = Math.min(text.length(), longest);
    int at = 0;
    while (at < end) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      switch (point) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        case '\n', '\t' -> {
          if (lines) {
            out.append((char) point);
          } else {
            shown(point);
          }
        }
        default -> {
          if (isSafe(point)) {
            out.appendCodePoint(point);
          } else {
            shown(point);
          }
        }
      }
    }
    if (at < text.length()) {
      out.append('…');
    }
  }

  private void shown(int point) {
    out.append(String.format(Locale.ROOT, "\\u%04x", point));
  }

  /** Whether a character is printable, valid in XML and does not change the text direction. */
  private static boolean isSafe(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
