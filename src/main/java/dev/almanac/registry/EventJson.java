package dev.almanac.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.core.Alias;
import dev.almanac.core.Evaluation;
import dev.almanac.core.RunId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A ledger file, schema 1. Its first line is a brace, its second the SHA-256 of all lines after it,
 * so that a flipped byte is found here and {@code tail -n +3 file | sha256sum} finds it anywhere.
 * The field {@code previous} repeats that hash of the file before, so that a file which was put in
 * another's place is found, too. (That the newest files were taken away cannot be told from those
 * that are left.)
 */
final class EventJson {
  static final int SCHEMA = 1;

  /** What {@code previous} says in the first file. */
  static final String NONE = "";

  private static final Pattern HEAD =
      Pattern.compile("\\{\n {2}\"_sha256\": \"(?<hash>[0-9a-f]{64})\",\n");

  private static final String OPENING = "{\n";

  /**
   * A ledger file that was read.
   *
   * @param hash its own, as its second line has it
   * @param previous the hash of the file before it
   */
  record Entry(LedgerEvent event, String hash, String previous) {}

  private EventJson() {}

  static byte[] write(LedgerEvent event, String previous) {
    ObjectNode json = Json.object();
    json.put("schema", SCHEMA);
    json.put("kind", event.kind());
    json.put("seq", event.stamp().seq());
    json.put("at", event.stamp().at().toString());
    json.put("by", event.stamp().by());
    json.put("runId", event.stamp().runId().value());
    json.put("previous", previous);
    putFacts(json, event);
    String body = new String(Json.write(json), StandardCharsets.UTF_8).substring(OPENING.length());
    String hash = Digests.sha256(body.getBytes(StandardCharsets.UTF_8));
    // '_' sorts before all other first letters, so the whole is still canonical
    return (OPENING + "  \"_sha256\": \"" + hash + "\",\n" + body).getBytes(StandardCharsets.UTF_8);
  }

  private static void putFacts(ObjectNode json, LedgerEvent event) {
    if (event instanceof LedgerEvent.Registered registered) {
      json.put("number", registered.number());
      json.put("folder", registered.folder());
      json.put("manifestSha256", registered.manifestSha256());
    } else if (event instanceof LedgerEvent.Refused refused) {
      FactsJson.putTexts(json, "reasons", refused.reasons());
      refused.evaluation().ifPresent(found -> json.set("evaluation", FactsJson.write(found)));
    } else if (event instanceof LedgerEvent.AliasMoved moved) {
      json.put("alias", moved.alias().value());
      moved.from().ifPresent(from -> json.put("from", from));
      moved.to().ifPresent(to -> json.put("to", to));
      json.put("reason", moved.reason());
    } else {
      throw new IllegalArgumentException("events of kind '" + event.kind() + "' are only read");
    }
  }

  static Entry read(byte[] content) throws MalformedException {
    String text = new String(content, StandardCharsets.UTF_8);
    Matcher head = HEAD.matcher(text);
    if (!head.lookingAt()) {
      throw new MalformedException("it does not begin as a ledger file does");
    }
    String hash = head.group("hash");
    // the head is ASCII, so its length is the same in characters and in bytes
    byte[] body = Arrays.copyOfRange(content, head.end(), content.length);
    String found = Digests.sha256(body);
    if (!found.equals(hash)) {
      throw new MalformedException(
          "its second line says SHA-256 %s, the lines after it have %s".formatted(hash, found));
    }
    JsonFields json = JsonFields.of(Json.read(content));
    int schema = json.smallInteger("schema");
    if (schema != SCHEMA) {
      throw new MalformedException(
          "it is of schema %d and this release reads %d; a later release wrote it"
              .formatted(schema, SCHEMA));
    }
    return new Entry(event(json, text), hash, json.text("previous"));
  }

  private static LedgerEvent event(JsonFields json, String text) throws MalformedException {
    LedgerEvent.Stamp stamp =
        new LedgerEvent.Stamp(
            json.integer("seq"),
            json.parsed("at", Instant::parse),
            json.text("by"),
            json.parsed("runId", RunId::new));
    String kind = json.text("kind");
    return switch (kind) {
      case LedgerEvent.Registered.KIND ->
          new LedgerEvent.Registered(
              stamp,
              json.smallInteger("number"),
              json.parsed("folder", Layout::checkVersionFolder),
              json.text("manifestSha256"));
      case LedgerEvent.Refused.KIND ->
          new LedgerEvent.Refused(stamp, json.texts("reasons"), evaluation(json));
      case LedgerEvent.AliasMoved.KIND ->
          new LedgerEvent.AliasMoved(
              stamp,
              json.parsed("alias", Alias::new),
              number(json, "from"),
              number(json, "to"),
              json.text("reason"));
      default -> new LedgerEvent.Unknown(stamp, kind, text);
    };
  }

  private static Optional<Evaluation> evaluation(JsonFields json) throws MalformedException {
    return json.has("evaluation")
        ? Optional.of(FactsJson.evaluation(json.object("evaluation")))
        : Optional.empty();
  }

  private static OptionalInt number(JsonFields json, String name) throws MalformedException {
    return json.has(name) ? OptionalInt.of(json.smallInteger(name)) : OptionalInt.empty();
  }
}
