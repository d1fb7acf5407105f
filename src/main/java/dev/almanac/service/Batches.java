package dev.almanac.service;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Shared parsers for the parts of request bodies. */
final class Batches {
  private Batches() {}

  /**
   * A list in a body.
   *
   * @throws ApiException 400 if it is missing or empty; 413 if it exceeds the limit
   */
  static List<JsonNode> list(ObjectNode body, String name, int most) {
    if (!(body.get(name) instanceof ArrayNode list) || list.isEmpty()) {
      throw noList(name);
    }
    if (list.size() > most) {
      throw new ApiException(
          413,
          "TOO_LARGE",
          String.format(
              Locale.ROOT,
              "'%s' has %,d entries, and %,d may be asked for at once; ask in several requests.",
              name,
              list.size(),
              most));
    }
    List<JsonNode> all = new ArrayList<>();
    list.forEach(all::add);
    return all;
  }

  /** A date in a body. */
  static Optional<LocalDate> date(ObjectNode body, String name) {
    JsonNode node = body.get(name);
    if (node == null || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isTextual()) {
      throw ApiException.bad("'%s' is no text.".formatted(name));
    }
    return Optional.of(ApiRequest.date(name, node.textValue()));
  }

  /** Receives an entry of a list. */
  interface Entry {
    /**
     * Reads the entry.
     *
     * @param parser at the beginning of the entry; at its end afterwards
     */
    void read(JsonParser parser) throws IOException;
  }

  /**
   * Reads a list in a body as a stream.
   *
   * @param parser at the beginning of the expected list
   * @throws ApiException 400 if it is missing or empty; 413 if it exceeds the limit
   */
  static void list(JsonParser parser, String name, int most, Entry entry) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw noList(name);
    }
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (++count > most) {
        throw new ApiException(
            413,
            "TOO_LARGE",
            String.format(
                Locale.ROOT, "'%s' has more than %,d entries; send several requests.", name, most));
      }
      entry.read(parser);
    }
    if (count == 0) {
      throw noList(name);
    }
  }

  /** The error for a missing or empty list. */
  static ApiException noList(String name) {
    return ApiException.bad("the body has no list '%s' with something in it.".formatted(name));
  }
}
