package dev.almanac.pmml;

import dev.almanac.core.Text;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;

/**
 * Finds numbers of a model that are none where {@link PmmlSchema} cannot know that they should be:
 * in constants and arrays of numbers, and in attributes that are numbers only under conditions. The
 * evaluator computes with a NaN and answers NaN for every row. Values of a category are left alone,
 * where NaN may be the name of a level: a {@code score} counts only in a regression, a {@code
 * value} of a predicate only where it is compared by order.
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

  /** An element begins; what is wrong with its attributes, empty if nothing is. */
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

  /** Text within an element; may be called several times for one. */
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

  /** An element ends; what is wrong with its text, empty if nothing is. */
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

  /** What is wrong with the number that ends here; an item in quotation marks is not looked at. */
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
