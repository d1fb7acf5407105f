package dev.almanac.service;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.core.Text;
import java.io.IOException;
import java.util.Map;

/** JSON that comes from clients and goes to them. */
final class Json {
  /** A request is an object of lists of objects of values. */
  private static final int DEEPEST = 8;

  private static final int LONGEST_NUMBER = 400;

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(LONGEST_NUMBER)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  /** The bytes of numbers, texts, booleans, lists and maps. */
  static byte[] bytes(Object tree) {
    try {
      return MAPPER.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer that is no JSON", e);
    }
  }

  /**
   * The object that a request's body is.
   *
   * @throws Problem 400 if it is none
   */
  static ObjectNode object(byte[] body) {
    JsonNode tree;
    try {
      tree = MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw Problem.bad(
          "the body is no JSON: %s (line %d, column %d)."
              .formatted(
                  Text.message(e.getOriginalMessage()),
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 0 : e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw new IllegalStateException("bytes are read without a disk", e);
    }
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw Problem.bad("the body is no JSON object.");
  }

  /** JSON that we wrote, read again. */
  static JsonNode tree(byte[] json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new IllegalStateException("what was verified is no JSON", e);
    }
  }

  /** JSON has numbers, booleans, texts, null, lists and maps; dates and the like become text. */
  static Object plain(Object value) {
    return value instanceof Number || value instanceof Boolean || value instanceof Map
        ? value
        : value.toString();
  }
}
