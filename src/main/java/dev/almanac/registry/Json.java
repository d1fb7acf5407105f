package dev.almanac.registry;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * JSON as the registry writes it: sorted keys, two spaces, UTF-8, a newline at the end, so that one
 * content has one form and one hash. Read strictly: a key twice or text after the end is an error.
 */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final JsonMapper LINES = new JsonMapper();

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The canonical form. */
  static byte[] write(ObjectNode json) {
    try {
      return (MAPPER.writer(printer()).writeValueAsString(json) + "\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can always be written", e);
    }
  }

  /** The canonical form on one line, without a newline. */
  static String line(ObjectNode json) {
    try {
      return MAPPER.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can always be written", e);
    }
  }

  /** The object that the bytes are. */
  static ObjectNode read(byte[] content) throws MalformedException {
    JsonNode json;
    try {
      json = MAPPER.readTree(content);
    } catch (JacksonException e) {
      throw new MalformedException("it is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new MalformedException("it is not JSON: " + e.getMessage());
    }
    if (json instanceof ObjectNode object) {
      return object;
    }
    throw new MalformedException("it is not a JSON object");
  }

  /** Does something with each object of a file. */
  interface Sink {
    void accept(ObjectNode object) throws MalformedException;
  }

  /**
   * Reads objects one after the other from a file whose hash was checked and that the registry
   * itself wrote: what a stranger might have put there need not be looked for once more.
   */
  static void readAll(byte[] content, int begin, Sink sink) throws MalformedException {
    try (MappingIterator<JsonNode> objects =
        LINES.readerFor(JsonNode.class).readValues(content, begin, content.length - begin)) {
      while (objects.hasNextValue()) {
        if (!(objects.nextValue() instanceof ObjectNode object)) {
          throw new MalformedException("it is not a JSON object");
        }
        sink.accept(object);
      }
    } catch (IOException e) {
      throw new MalformedException("it is not JSON: " + e.getMessage());
    }
  }

  private static DefaultPrettyPrinter printer() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators);
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    return printer;
  }
}
