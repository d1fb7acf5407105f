package dev.almanac.service;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.core.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** JSON parser and writer of requests and responses. */
final class ApiJson {
  /** A request is an object of lists of objects of values. */
  private static final int DEEPEST = 8;

  private static final int LONGEST_NUMBER = 400;

  /** Number of bytes of a body shown around an error. */
  private static final int SHOWN = 30;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          // Do not intern names of a hostile body: they would outlive it.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(LONGEST_NUMBER)
                  .build())
          .build();

  private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

  private ApiJson() {}

  /** Serializes numbers, texts, booleans, lists and maps. */
  static byte[] bytes(Object tree) {
    try {
      return MAPPER.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer that is no JSON", e);
    }
  }

  /** Reads a JSON object as a stream. */
  interface ObjectReader<T> {
    /**
     * Reads to the end of the object.
     *
     * @param parser at the beginning of the object
     */
    T read(JsonParser parser) throws IOException;
  }

  /**
   * Reads a request's body as an object.
   *
   * @throws ApiException 400 if it is not an object
   */
  static <T> T read(Body body, ObjectReader<T> reader) {
    if (isNotUtf8(body.excerpt(0, 4))) {
      throw ApiException.bad("the body is not UTF-8.");
    }
    try (JsonParser parser = FACTORY.createParser(body.stream())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw ApiException.bad("the body is no JSON object.");
      }
      T read = reader.read(parser);
      if (parser.nextToken() != null) {
        throw ApiException.bad("something follows the JSON object of the body" + at(parser) + ".");
      }
      return read;
    } catch (JacksonException e) {
      throw ApiException.bad(message(e, body));
    } catch (IOException e) {
      throw new IllegalStateException("bytes are read without a disk", e);
    }
  }

  /** The parser would accept UTF-16 and UTF-32, which have other offsets. */
  private static boolean isNotUtf8(byte[] start) {
    boolean zeros = false;
    for (byte b : start) {
      zeros |= b == 0;
    }
    return zeros || (start.length > 1 && ((start[0] & start[1] & 0xfe) == 0xfe));
  }

  /** Reads an object within a body that was read before. */
  static <T> T read(Body body, long from, long to, ObjectReader<T> reader) {
    try (JsonParser parser = FACTORY.createParser(body.stream(from, to))) {
      parser.nextToken();
      return reader.read(parser);
    } catch (IOException e) {
      throw new IllegalStateException("what was read before is no JSON", e);
    }
  }

  /**
   * Reads a request's body as an object tree.
   *
   * @throws ApiException 400 if it is not an object, 413 if it exceeds the limit
   */
  static ObjectNode object(Body body, long limit) {
    if (body.size() > limit) {
      throw new ApiException(
          413,
          "TOO_LARGE",
          String.format(Locale.ROOT, "the body has more than the %,d bytes of this kind.", limit));
    }
    return read(body, parser -> MAPPER.<ObjectNode>readTree(parser));
  }

  private static String message(JacksonException e, Body body) {
    if (e instanceof JsonEOFException) {
      return "the body ends before its JSON does" + at(e) + ".";
    }
    String original = String.valueOf(e.getOriginalMessage());
    if (e instanceof StreamConstraintsException) {
      return String.format(
          Locale.ROOT,
          "the body is nested deeper than %d levels, or has a number of more than %d digits, or a"
              + " name or text that is too long%s.",
          DEEPEST,
          LONGEST_NUMBER,
          at(e));
    }
    if (original.startsWith("Duplicate")) {
      return "an object of the body has a name twice" + at(e) + near(e, body) + ".";
    }
    return "the body is no JSON" + at(e) + near(e, body) + ".";
  }

  private static String at(JacksonException e) {
    return e.getLocation() == null
        ? ""
        : at(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  private static String at(JsonParser parser) {
    return at(
        parser.currentTokenLocation().getLineNr(), parser.currentTokenLocation().getColumnNr());
  }

  private static String at(int line, int column) {
    return String.format(Locale.ROOT, " (line %d, column %d)", line, column);
  }

  /** The body's text around a parse error. */
  private static String near(JacksonException e, Body body) {
    long offset = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
    if (offset < 0) {
      return "";
    }
    byte[] shown = body.excerpt(Math.max(0, offset - SHOWN / 2), SHOWN);
    return ", near '%s'".formatted(Text.printable(new String(shown, StandardCharsets.UTF_8)));
  }

  /** Parses JSON of this service. */
  static JsonNode tree(byte[] json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new IllegalStateException("what was verified is no JSON", e);
    }
  }

  /**
   * Converts a value to JSON types: numbers, booleans, texts, null, lists and maps are kept;
   * others, such as dates, become text.
   */
  static Object plain(Object value) {
    return value instanceof Number || value instanceof Boolean || value instanceof Map
        ? value
        : value.toString();
  }
}
