package dev.almanac.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.core.Digests;
import dev.almanac.core.RunId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ledger file format, schema 1. The first line is a brace, the second the SHA-256 of all lines
 * after it, so that a flipped byte is detected here, and by {@code tail -n +3 file | sha256sum}
 * anywhere. The field {@code previous} repeats the hash of the file before, so that a swapped file
 * is detected, too. (Removal of the newest files cannot be detected from the remaining ones.)
 */
final class EventJson {
  static final int SCHEMA = 1;

  /** The value of {@code previous} in the first file. */
  static final String NONE = "";

  private static final Pattern HEAD =
      Pattern.compile("\\{\n {2}\"_sha256\": \"(?<hash>[0-9a-f]{64})\",\n");

  private static final String OPENING = "{\n";
  private static final String HASH = "_sha256";
  private static final String PREVIOUS = "previous";
  private static final String RESTRICTS = "restricts";

  /**
   * A ledger file that was read.
   *
   * @param hash its own hash, from its second line
   * @param previous the hash of the file before it
   */
  record Entry(LedgerEvent event, String hash, String previous) {}

  private EventJson() {}

  static byte[] write(LedgerEvent event, String previous) {
    ObjectNode json = fields(event);
    json.put(PREVIOUS, previous);
    String body = new String(Json.write(json), StandardCharsets.UTF_8).substring(OPENING.length());
    String hash = Digests.sha256(body.getBytes(StandardCharsets.UTF_8));
    // '_' sorts before all other first letters, so the whole is still canonical
    return (OPENING + "  \"" + HASH + "\": \"" + hash + "\",\n" + body)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The fields of an event without the hashes that link it to the chain. */
  static ObjectNode fields(LedgerEvent event) {
    if (event instanceof LedgerEvent.Unknown unknown) {
      return reread(unknown);
    }
    ObjectNode json = Json.object();
    json.put("schema", SCHEMA);
    json.put("kind", event.kind());
    json.put("seq", event.stamp().seq());
    json.put("at", event.stamp().at().toString());
    json.put("by", event.stamp().by());
    json.put("runId", event.stamp().runId().value());
    if (event.restricts()) {
      json.put(RESTRICTS, true);
    }
    EventFacts.put(json, event);
    return json;
  }

  private static ObjectNode reread(LedgerEvent.Unknown unknown) {
    try {
      return Json.read(unknown.json().getBytes(StandardCharsets.UTF_8));
    } catch (MalformedException e) {
      throw new IllegalStateException("what was read as JSON is none", e);
    }
  }

  static Entry read(byte[] content) throws MalformedException {
    // The head is ASCII: a longer text that is cut off here does not matter
    String start = new String(content, 0, Math.min(content.length, 128), StandardCharsets.UTF_8);
    Matcher head = HEAD.matcher(start);
    if (!head.lookingAt()) {
      throw new MalformedException("it does not begin as a ledger file does");
    }
    String hash = head.group("hash");
    byte[] body = Arrays.copyOfRange(content, head.end(), content.length);
    String found = Digests.sha256(body);
    if (!found.equals(hash)) {
      throw new MalformedException(
          "its second line says SHA-256 %s, the lines after it have %s".formatted(hash, found));
    }
    ObjectNode json = Json.read(content);
    return new Entry(event(json), hash, JsonFields.of(json).text(PREVIOUS));
  }

  /** Parses an event from an object, with or without its hashes. */
  static LedgerEvent event(ObjectNode object) throws MalformedException {
    JsonFields json = JsonFields.of(object);
    int schema = json.smallInteger("schema");
    if (schema != SCHEMA) {
      throw new MalformedException(
          String.format(
              Locale.ROOT,
              "it is of schema %d and this release reads %d; a later release wrote it",
              schema,
              SCHEMA));
    }
    LedgerEvent.Stamp stamp =
        new LedgerEvent.Stamp(
            json.integer("seq"),
            json.parsed("at", Instants::parse),
            json.text("by"),
            json.parsed("runId", RunId::new));
    String kind = json.text("kind");
    return EventFacts.read(stamp, kind, json).orElseGet(() -> unknown(stamp, kind, object));
  }

  private static LedgerEvent unknown(LedgerEvent.Stamp stamp, String kind, ObjectNode object) {
    ObjectNode fields = object.deepCopy().remove(Set.of(HASH, PREVIOUS));
    return new LedgerEvent.Unknown(
        stamp, kind, Json.line(fields), object.path(RESTRICTS).asBoolean(false));
  }
}
