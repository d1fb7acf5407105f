package dev.almanac.pmml;

import dev.almanac.core.Text;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlRootElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jpmml.model.JAXBUtil;
import org.xml.sax.Attributes;

/**
 * Finds numbers of a model that are NaN or infinite: the evaluator computes with them and answers
 * NaN for every row. Which attributes are numbers is read off the library's own classes, so that
 * none is forgotten. Left alone are
 *
 * <ul>
 *   <li>what only tells about the model and its training, see {@link #TELLING};
 *   <li>values of a category, where NaN may be the name of a level: a {@code score} counts only in
 *       a regression, a {@code value} of a predicate only where it is compared by order.
 * </ul>
 */
final class FiniteNumbers {
  /** Elements within which no number takes part in scoring. */
  private static final Set<String> TELLING =
      Set.of("ModelStats", "ModelExplanation", "ModelVerification", "Extension");

  private static final Set<String> BY_ORDER =
      Set.of("lessThan", "lessOrEqual", "greaterThan", "greaterOrEqual");

  /** Elements whose text is one number or several. */
  private static final Set<String> LISTS = Set.of("Array", "REAL-Entries", "Constant");

  private static final Set<String> NUMBER_TYPES =
      Set.of("real", "int", "double", "float", "integer");

  /** No number that Java writes is longer. */
  private static final int LONGEST = 400;

  private static final Map<String, Set<String>> ATTRIBUTES = attributes();

  private final StringBuilder token = new StringBuilder();
  private int telling;
  private boolean regression;
  private boolean inNumbers;

  /** An element begins; what is wrong with its attributes, empty if nothing is. */
  String begin(String element, Attributes attributes) {
    if (TELLING.contains(element)) {
      telling++;
    }
    if (telling > 0) {
      return "";
    }
    String function = attributes.getValue("functionName");
    if (function != null) {
      regression = function.equals("regression");
    }
    inNumbers = LISTS.contains(element) && isOfNumbers(element, attributes);
    token.setLength(0);
    Set<String> known = ATTRIBUTES.getOrDefault(element, Set.of());
    for (int i = 0; i < attributes.getLength(); i++) {
      String name = attributes.getLocalName(i);
      String value = attributes.getValue(i);
      boolean number =
          known.contains(name)
              || (name.equals("score") && regression)
              || (element.equals("SimplePredicate")
                  && name.equals("value")
                  && BY_ORDER.contains(String.valueOf(attributes.getValue("operator"))));
      if (number && isNotFinite(value)) {
        return "<%s> has %s=\"%s\", which is no finite number"
            .formatted(element, name, Text.printable(value));
      }
    }
    return "";
  }

  /** Text within an element; may be called several times for one. */
  String text(char[] text, int start, int length) {
    if (!inNumbers) {
      return "";
    }
    for (int i = start; i < start + length; i++) {
      if (!Character.isWhitespace(text[i])) {
        if (token.length() < LONGEST) {
          token.append(text[i]);
        }
      } else if (isNotFinite(endOfToken())) {
        return notFinite();
      }
    }
    return "";
  }

  /** An element ends; what is wrong with its text, empty if nothing is. */
  String end(String element) {
    if (TELLING.contains(element)) {
      telling--;
    }
    boolean wrong = inNumbers && isNotFinite(endOfToken());
    inNumbers = false;
    return wrong ? notFinite() : "";
  }

  private static boolean isOfNumbers(String element, Attributes attributes) {
    String type = attributes.getValue(element.equals("Constant") ? "dataType" : "type");
    return element.equals("REAL-Entries") || (type != null && NUMBER_TYPES.contains(type));
  }

  private String endOfToken() {
    String ended = token.toString();
    token.setLength(0);
    return ended;
  }

  private static String notFinite() {
    return "a constant or an array has a number that is NaN or infinite";
  }

  /** Also in the spelling of XML Schema, which is INF, and where the digits overflow. */
  private static boolean isNotFinite(String value) {
    String plain = value.strip();
    if (plain.endsWith("INF")) {
      return true;
    }
    try {
      return !Double.isFinite(Double.parseDouble(plain));
    } catch (NumberFormatException e) {
      return plain.equalsIgnoreCase("NaN"); // what is no number at all is told by the evaluator
    }
  }

  /** Element to its attributes that hold a number. */
  private static Map<String, Set<String>> attributes() {
    Map<String, Set<String>> found = new HashMap<>();
    for (Class<?> factory : JAXBUtil.getObjectFactoryClasses()) {
      for (Method method : factory.getMethods()) {
        Class<?> type = method.getReturnType();
        XmlRootElement root = type.getAnnotation(XmlRootElement.class);
        if (root != null) {
          found.put(root.name(), numbers(type));
        }
      }
    }
    return Map.copyOf(found);
  }

  private static Set<String> numbers(Class<?> type) {
    Set<String> names = new HashSet<>();
    for (Class<?> part = type; part != null; part = part.getSuperclass()) {
      for (Field field : part.getDeclaredFields()) {
        XmlAttribute attribute = field.getAnnotation(XmlAttribute.class);
        if (attribute != null && Number.class.isAssignableFrom(field.getType())) {
          names.add(attribute.name());
        }
      }
    }
    return Set.copyOf(names);
  }
}
