package dev.almanac.registry;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
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
import dev.almanac.core.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Canonical JSON of the registry: sorted keys, two spaces, UTF-8, a newline at the end, so that
 * equal content has equal bytes and one hash. The parser is strict: a duplicate key or text after
 * the end is an error, and depth, digits and size are bounded to protect the reader's stack and
 * memory.
 */
final class Json {
  /** A manifest has a line for each file of a version; thousands of them are a few megabytes. */
  static final int MAX_BYTES = 64 << 20;

  /** The registry writes five levels. */
  private static final int MAX_DEPTH = 64;

  /** No number that Java writes has more digits. */
  private static final int MAX_DIGITS = 400;

  /** Texts, such as the effective specification, may be long; names may not be. */
  private static final StreamReadConstraints BOUNDS =
      StreamReadConstraints.builder()
          .maxDocumentLength(MAX_BYTES)
          .maxNestingDepth(MAX_DEPTH)
          .maxNumberLength(MAX_DIGITS)
          .maxNameLength(10_000)
          .build();

  private static final JsonFactory BOUNDED =
      JsonFactory.builder().streamReadConstraints(BOUNDS).build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(BOUNDED)
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Faster: does not check for duplicate keys. */
  private static final JsonMapper LINES = new JsonMapper(BOUNDED);

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The bytes of the canonical form. */
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

  /** Parses the bytes as one object. */
  static ObjectNode read(byte[] content) throws MalformedException {
    if (content.length > MAX_BYTES) {
      throw new MalformedException(
          String.format(
              Locale.ROOT,
              "it has %d bytes, more than the %d that are read",
              content.length,
              MAX_BYTES));
    }
    JsonNode json;
    try {
      json = MAPPER.readTree(content);
    } catch (JacksonException e) {
      throw new MalformedException("it is not JSON: " + Text.message(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new MalformedException(
          "it is not JSON: " + Text.message(String.valueOf(e.getMessage())));
    }
    if (json instanceof ObjectNode object) {
      return object;
    }
    throw new MalformedException("it is not a JSON object");
  }

  /** Receives each object of a file. */
  interface Sink {
    void accept(ObjectNode object) throws MalformedException;
  }

  /**
   * Reads consecutive objects of a file that the registry wrote and whose hash was checked, so that
   * checks against hostile content are not repeated.
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
