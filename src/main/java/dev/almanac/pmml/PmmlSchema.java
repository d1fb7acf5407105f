package dev.almanac.pmml;

import dev.almanac.core.Text;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElementDecl;
import jakarta.xml.bind.annotation.XmlRootElement;
import jakarta.xml.bind.annotation.adapters.XmlJavaTypeAdapter;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jpmml.model.JAXBUtil;
import org.xml.sax.Attributes;

/**
 * Schema of PMML's elements and attributes, derived from the classes of the object model so that it
 * is complete. The object model itself ignores an attribute whose value it does not know, and uses
 * the default; here such a value is a problem.
 *
 * <p>An attribute that PMML does not have is a problem too: its author expects an effect, and no
 * engine reads it. PMML reserves names that begin with {@code x-}, and those of another namespace,
 * for vendors; they are skipped.
 */
final class PmmlSchema {
  private static final String VENDORS = "x-";

  /** Attributes by element and by name. */
  private static final Map<String, Map<String, PmmlAttribute>> ELEMENTS = elements();

  private PmmlSchema() {}

  /** The attributes of an element by name; empty if there is no such element. */
  static Map<String, PmmlAttribute> attributes(String element) {
    return ELEMENTS.getOrDefault(element, Map.of());
  }

  /** All elements, and their attributes by name. */
  static Map<String, Map<String, PmmlAttribute>> all() {
    return ELEMENTS;
  }

  /** The problem of an element and its attributes; empty if there is none. */
  static String problem(String element, Attributes attributes) {
    Map<String, PmmlAttribute> known = ELEMENTS.get(element);
    if (known == null) {
      return "<%s> is no element of PMML%s"
          .formatted(Text.printable(element), Text.didYouMean(element, ELEMENTS.keySet()));
    }
    for (int i = 0; i < attributes.getLength(); i++) {
      String name = attributes.getLocalName(i);
      PmmlAttribute attribute = known.get(name);
      if (!attributes.getURI(i).isEmpty() || (attribute == null && name.startsWith(VENDORS))) {
        continue;
      }
      String problem =
          attribute == null
              ? "is no attribute of it" + Text.didYouMean(name, known.keySet())
              : attribute.problem(attributes.getValue(i));
      if (!problem.isEmpty()) {
        return "<%s> has %s=\"%s\", which %s"
            .formatted(
                element, Text.printable(name), Text.printable(attributes.getValue(i)), problem);
      }
    }
    for (PmmlAttribute attribute : known.values()) {
      if (attribute.required() && attributes.getValue("", attribute.name()) == null) {
        return "<%s> lacks the attribute %s".formatted(element, attribute.name());
      }
    }
    return "";
  }

  private static Map<String, Map<String, PmmlAttribute>> elements() {
    Map<String, Map<String, PmmlAttribute>> found = new HashMap<>();
    for (Class<?> factory : JAXBUtil.getObjectFactoryClasses()) {
      for (Method method : factory.getMethods()) {
        XmlRootElement root = method.getReturnType().getAnnotation(XmlRootElement.class);
        XmlElementDecl declared = method.getAnnotation(XmlElementDecl.class);
        if (root != null) {
          found.put(root.name(), attributes(method.getReturnType()));
        } else if (declared != null) {
          found.put(declared.name(), attributes(method.getParameterTypes()[0]));
        }
      }
    }
    return Map.copyOf(found);
  }

  /** Sorted, so that messages are deterministic. */
  private static Map<String, PmmlAttribute> attributes(Class<?> element) {
    Map<String, PmmlAttribute> found = new TreeMap<>();
    for (Class<?> part = element; part != null; part = part.getSuperclass()) {
      for (Field field : part.getDeclaredFields()) {
        XmlAttribute attribute = field.getAnnotation(XmlAttribute.class);
        if (attribute != null) {
          found.putIfAbsent(
              attribute.name(),
              PmmlAttribute.of(
                  attribute.name(),
                  attribute.required(),
                  field.getType(),
                  field.getAnnotation(XmlJavaTypeAdapter.class)));
        }
      }
    }
    return found;
  }
}
