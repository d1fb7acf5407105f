package dev.almanac.service;

import dev.almanac.core.Text;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** An HTTP request. The body must not be changed. */
final class ApiRequest {
  private static final int LONGEST_SEGMENT = 2_000;

  private final Map<String, String> path;
  private final Map<String, String> query;
  private final Body body;
  private final Instant at;
  private final BooleanSupplier cancelled;

  /**
   * @param path the values of the path parameters, not decoded
   * @param query by name, each once
   * @param at when the request arrived
   * @param cancelled whether the client no longer waits for the response
   */
  ApiRequest(
      Map<String, String> path,
      Map<String, String> query,
      Body body,
      Instant at,
      BooleanSupplier cancelled) {
    this.path = path;
    this.query = query;
    this.body = body;
    this.at = at;
    this.cancelled = cancelled;
  }

  Map<String, String> query() {
    return query;
  }

  Body body() {
    return body;
  }

  /** Whether the client no longer waits for the response. */
  boolean isCancelled() {
    return cancelled.getAsBoolean();
  }

  Instant at() {
    return at;
  }

  /** A path parameter, decoded. */
  String segment(String name) {
    return decoded(raw(name));
  }

  /** The comma-separated parts of a path parameter, each decoded. */
  List<String> parts(String name) {
    List<String> parts = new ArrayList<>();
    for (String part : raw(name).split(",", -1)) {
      parts.add(decoded(part));
    }
    return parts;
  }

  private String raw(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalStateException("the route has no {" + name + "}");
    }
    return value;
  }

  /** A date parameter of the query. */
  Optional<LocalDate> date(String name) {
    return Optional.ofNullable(query.get(name)).map(text -> date(name, text));
  }

  static LocalDate date(String name, String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw ApiException.bad(
          "'%s' is not a %s; write year-month-day such as 2026-05-01."
              .formatted(Text.printable(text), name));
    }
  }

  /** An integer parameter of the query within a range. */
  int count(String name, int min, int max, int otherwise) {
    String text = query.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw ApiException.bad(
        String.format(
            Locale.ROOT,
            "'%s' is not a %s; write a whole number from %d to %d.",
            Text.printable(text),
            name,
            min,
            max));
  }

  /** Decodes percent-encoded bytes as UTF-8. */
  static String decoded(String raw) {
    if (raw.length() > LONGEST_SEGMENT) {
      throw ApiException.bad("a part of the address is longer than anything that has a name here.");
    }
    if (raw.indexOf('%') < 0) {
      return raw;
    }
    try {
      // a plus sign in a path is literal
      byte[] bytes =
          URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.ISO_8859_1)
              .getBytes(StandardCharsets.ISO_8859_1);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw ApiException.bad("'%s' is not percent-encoded UTF-8.".formatted(Text.printable(raw)));
    }
  }
}
