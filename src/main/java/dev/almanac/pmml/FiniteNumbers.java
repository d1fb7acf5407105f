package dev.almanac.pmml;

import dev.almanac.core.Text;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;

/**
 * Finds numbers of a model that are not finite where {@link PmmlSchema} cannot detect them: in
 * constants and arrays of numbers, and in attributes that are numbers only under conditions. With
 * such a number, the evaluator would answer NaN for every row. Values of a category are not
 * checked, because NaN may be the name of a level: a {@code score} is checked only in a regression,
 * a {@code value} of a predicate only in an ordered comparison.
 */
final class FiniteNumbers {
  private static final Set<String> BY_ORDER =
      Set.of("lessThan", "lessOrEqual", "greaterThan", "greaterOrEqual");

  /** Elements whose text is one number or several. */
  private static final Set<String> LISTS =
      Set.of("Array", "REAL-Entries", "INT-Entries", "Indices", "Constant");

  private static final Set<String> REALS = Set.of("real", "double", "float");
  private static final Set<String> INTEGERS = Set.of("int", "integer");

  private static final PmmlAttribute REAL = of(Number.class);
  private static final PmmlAttribute INTEGER = of(Integer.class);

  private final StringBuilder token = new StringBuilder();
  private boolean regression;
  private String list = "";
  private @Nullable PmmlAttribute items;

  /** Starts an element. Returns the problem of its attributes; empty if there is none. */
  String begin(String element, Attributes attributes) {
    String function = attributes.getValue("functionName");
    if (function != null) {
      regression = function.equals("regression");
    }
    list = element;
    items = LISTS.contains(element) ? items(element, attributes) : null;
    token.setLength(0);
    if (element.equals("SimplePredicate")
        && BY_ORDER.contains(String.valueOf(attributes.getValue("operator")))) {
      return attribute(element, "value", attributes);
    }
    return regression ? attribute(element, "score", attributes) : "";
  }

  /**
   * Reads text within an element; may be called several times per element. Returns the problem of
   * the text; empty if there is none.
   */
  String text(char[] text, int start, int length) {
    if (items == null) {
      return "";
    }
    for (int i = start; i < start + length; i++) {
      if (!Character.isWhitespace(text[i])) {
        if (token.length() <= PmmlAttribute.LONGEST_NUMBER) {
          token.append(text[i]);
        }
      } else {
        String problem = endOfToken();
        if (!problem.isEmpty()) {
          return problem;
        }
      }
    }
    return "";
  }

  /** Ends an element. Returns the problem of its text; empty if there is none. */
  String end() {
    String problem = endOfToken();
    items = null;
    return problem;
  }

  private static String attribute(String element, String name, Attributes attributes) {
    String value = attributes.getValue("", name);
    return value != null && PmmlAttribute.isNotFinite(value)
        ? "<%s> has %s=\"%s\", which is no finite number"
            .formatted(element, name, Text.printable(value))
        : "";
  }

  private static @Nullable PmmlAttribute items(String element, Attributes attributes) {
    if (element.equals("REAL-Entries")) {
      return REAL;
    }
    if (element.endsWith("-Entries") || element.equals("Indices")) {
      return INTEGER;
    }
    String type =
        String.valueOf(attributes.getValue("", element.equals("Constant") ? "dataType" : "type"));
    return REALS.contains(type) ? REAL : INTEGERS.contains(type) ? INTEGER : null;
  }

  /** The problem of the number that ends here; quoted items are not checked. */
  private String endOfToken() {
    String ended = token.toString();
    token.setLength(0);
    if (items == null || ended.isEmpty() || ended.startsWith("\"")) {
      return "";
    }
    String problem = items.problem(ended);
    return problem.isEmpty()
        ? ""
        : "<%s> has the number '%s', which %s".formatted(list, Text.printable(ended), problem);
  }

  private static PmmlAttribute of(Class<?> type) {
    return PmmlAttribute.of("", false, type, null);
  }
}
