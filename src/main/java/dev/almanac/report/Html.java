package dev.almanac.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Writes HTML that is well-formed XML too. Whatever is given as text or as an attribute's value is
 * escaped: a level called {@code <script>} is shown, never run.
 */
final class Html {
  /** Longer texts than any name that people gave are cut, with a mark. */
  private static final int LONGEST_TEXT = 300;

  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Begins an element; attributes are pairs of name and value. */
  Html open(String element, String... attributes) {
    tag(element, attributes).append('>');
    open.push(element);
    return this;
  }

  /** Ends the element that was begun last. */
  Html close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** An element without content. */
  Html empty(String element, String... attributes) {
    tag(element, attributes).append("/>");
    return this;
  }

  /** A rectangle of a drawing, in the units of its view box. */
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

  /** Text, on one line, control characters shown and not sent. */
  Html text(String text) {
    escape(text, LONGEST_TEXT, false);
    return this;
  }

  /** Text as it stands, with its lines, whatever its length. */
  Html lines(String text) {
    escape(text, Integer.MAX_VALUE, true);
    return this;
  }

  /** An element with text alone. */
  Html element(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close();
  }

  /** What this program itself wrote: a style sheet. */
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

  /** Characters that are seen, in the order they stand in, and that XML allows. */
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
