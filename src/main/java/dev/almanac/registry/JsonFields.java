package dev.almanac.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.core.Text;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Typed access to the fields of a parsed JSON object. A missing required field, or one of another
 * type, is an error that names its path. Unknown fields are ignored, since a later release may have
 * written them.
 */
final class JsonFields {
  /** Reads one value from an object. */
  interface Reader<T> {
    T read(JsonFields fields) throws MalformedException;
  }

  private final ObjectNode json;
  private final String path;

  private JsonFields(ObjectNode json, String path) {
    this.json = json;
    this.path = path;
  }

  static JsonFields of(ObjectNode json) {
    return new JsonFields(json, "");
  }

  boolean has(String name) {
    return json.has(name);
  }

  String text(String name) throws MalformedException {
    return text(field(name), name);
  }

  long integer(String name) throws MalformedException {
    return integer(field(name), name);
  }

  int smallInteger(String name) throws MalformedException {
    long value = integer(name);
    if (value != (int) value) {
      throw wrong(name, "a number of 32 bits");
    }
    return (int) value;
  }

  /** A number; JSON has no infinities and no NaN, so these are texts. */
  double number(String name) throws MalformedException {
    return number(field(name), name);
  }

  boolean flag(String name) throws MalformedException {
    JsonNode node = field(name);
    if (!node.isBoolean()) {
      throw wrong(name, "true or false");
    }
    return node.booleanValue();
  }

  JsonFields object(String name) throws MalformedException {
    return object(field(name), name);
  }

  <T> List<T> objects(String name, Reader<T> reader) throws MalformedException {
    List<T> values = new ArrayList<>();
    List<JsonNode> elements = elements(name);
    for (int i = 0; i < elements.size(); i++) {
      values.add(reader.read(object(elements.get(i), name + "[" + i + "]")));
    }
    return values;
  }

  List<String> texts(String name) throws MalformedException {
    List<String> values = new ArrayList<>();
    for (JsonNode element : elements(name)) {
      values.add(text(element, name + "[]"));
    }
    return values;
  }

  /** A matrix of whole numbers. */
  List<List<Long>> counts(String name) throws MalformedException {
    List<List<Long>> rows = new ArrayList<>();
    for (JsonNode row : elements(name)) {
      List<Long> counts = new ArrayList<>();
      for (JsonNode count : array(row, name + "[]")) {
        counts.add(integer(count, name + "[][]"));
      }
      rows.add(counts);
    }
    return rows;
  }

  SortedMap<String, String> textMap(String name) throws MalformedException {
    SortedMap<String, String> values = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : object(name).json.properties()) {
      values.put(entry.getKey(), text(entry.getValue(), name + "." + entry.getKey()));
    }
    return values;
  }

  SortedMap<String, Long> integerMap(String name) throws MalformedException {
    SortedMap<String, Long> values = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : object(name).json.properties()) {
      values.put(entry.getKey(), integer(entry.getValue(), name + "." + entry.getKey()));
    }
    return values;
  }

  SortedMap<String, Double> numberMap(String name) throws MalformedException {
    SortedMap<String, Double> values = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : object(name).json.properties()) {
      values.put(entry.getKey(), number(entry.getValue(), name + "." + entry.getKey()));
    }
    return values;
  }

  /** A text value with a parser of its own, such as a date or a name. */
  <T> T parsed(String name, Function<String, T> parser) throws MalformedException {
    String text = text(name);
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new MalformedException(
          "'%s' is wrong: %s".formatted(shown(name), Text.message(String.valueOf(e.getMessage()))));
    }
  }

  /** The enum value with this name. */
  <E extends Enum<E>> E word(String name, E[] values, Function<E, String> word)
      throws MalformedException {
    String text = text(name);
    Optional<E> found =
        Arrays.stream(values).filter(value -> word.apply(value).equals(text)).findFirst();
    if (found.isEmpty()) {
      throw wrong(name, "one of " + Arrays.stream(values).map(word).toList());
    }
    return found.get();
  }

  private List<JsonNode> elements(String name) throws MalformedException {
    return array(field(name), name);
  }

  private List<JsonNode> array(JsonNode node, String name) throws MalformedException {
    if (!node.isArray()) {
      throw wrong(name, "a list");
    }
    List<JsonNode> elements = new ArrayList<>();
    for (Iterator<JsonNode> i = node.elements(); i.hasNext(); ) {
      elements.add(i.next());
    }
    return elements;
  }

  private JsonFields object(JsonNode node, String name) throws MalformedException {
    if (node instanceof ObjectNode object) {
      return new JsonFields(object, path + name + ".");
    }
    throw wrong(name, "an object");
  }

  private String text(JsonNode node, String name) throws MalformedException {
    if (!node.isTextual()) {
      throw wrong(name, "text");
    }
    return node.textValue();
  }

  private long integer(JsonNode node, String name) throws MalformedException {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw wrong(name, "a whole number");
    }
    return node.longValue();
  }

  private double number(JsonNode node, String name) throws MalformedException {
    if (node.isNumber()) {
      double value = node.doubleValue();
      if (Double.isFinite(value)) {
        return value;
      }
      throw wrong(name, "a number that a double can hold");
    }
    return switch (node.asText()) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw wrong(name, "a number");
    };
  }

  private JsonNode field(String name) throws MalformedException {
    JsonNode node = json.get(name);
    if (node == null) {
      throw new MalformedException("'%s' is missing".formatted(shown(name)));
    }
    return node;
  }

  private MalformedException wrong(String name, String expected) {
    return new MalformedException("'%s' is not %s".formatted(shown(name), expected));
  }

  /** The keys of a map come from the file and may be any text. */
  private String shown(String name) {
    return Text.printable(path + name);
  }
}
