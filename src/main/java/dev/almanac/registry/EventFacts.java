package dev.almanac.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.core.Alias;
import dev.almanac.core.Evaluation;
import dev.almanac.core.RunId;
import dev.almanac.core.TagKey;
import dev.almanac.registry.LedgerEvent.AliasMoved;
import dev.almanac.registry.LedgerEvent.Discarded;
import dev.almanac.registry.LedgerEvent.Noted;
import dev.almanac.registry.LedgerEvent.Refused;
import dev.almanac.registry.LedgerEvent.Registered;
import dev.almanac.registry.LedgerEvent.Restored;
import dev.almanac.registry.LedgerEvent.Tagged;
import dev.almanac.registry.LedgerEvent.Withdrawn;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * JSON form of the fields of each ledger event besides its stamp. Field names are literals, so that
 * renaming a Java identifier does not change the file format.
 */
final class EventFacts {
  private EventFacts() {}

  static void put(ObjectNode json, LedgerEvent event) {
    if (event instanceof Registered registered) {
      json.put("number", registered.number());
      json.put("folder", registered.folder());
      json.put("manifestSha256", registered.manifestSha256());
      registered.origin().ifPresent(origin -> json.set("origin", origin(origin)));
    } else if (event instanceof Refused refused) {
      FactsJson.putTexts(json, "reasons", refused.reasons());
      refused.evaluation().ifPresent(found -> json.set("evaluation", FactsJson.write(found)));
    } else if (event instanceof AliasMoved moved) {
      json.put("alias", moved.alias().value());
      moved.from().ifPresent(from -> json.put("from", from));
      moved.to().ifPresent(to -> json.put("to", to));
      json.put("reason", moved.reason());
      moved.undoes().ifPresent(seq -> json.put("undoes", seq));
    } else if (event instanceof Tagged tagged) {
      tagged.number().ifPresent(number -> json.put("number", number));
      json.put("key", tagged.key().value());
      tagged.value().ifPresent(value -> json.put("value", value));
    } else if (event instanceof Noted noted) {
      noted.number().ifPresent(number -> json.put("number", number));
      json.put("text", noted.text());
    } else if (event instanceof Withdrawn withdrawn) {
      json.put("number", withdrawn.number()).put("reason", withdrawn.reason());
    } else if (event instanceof Restored restored) {
      json.put("number", restored.number()).put("reason", restored.reason());
    } else if (event instanceof Discarded discarded) {
      json.put("run", discarded.run().value());
    } else {
      throw new IllegalArgumentException("events of kind '" + event.kind() + "' are only read");
    }
  }

  /** The event; empty for a kind that this release does not know. */
  static Optional<LedgerEvent> read(LedgerEvent.Stamp stamp, String kind, JsonFields json)
      throws MalformedException {
    return switch (kind) {
      case Registered.KIND ->
          Optional.of(
              new Registered(
                  stamp,
                  json.smallInteger("number"),
                  json.parsed("folder", Layout::checkVersionFolder),
                  json.text("manifestSha256"),
                  json.has("origin")
                      ? Optional.of(origin(json.object("origin")))
                      : Optional.empty()));
      case Refused.KIND -> Optional.of(new Refused(stamp, json.texts("reasons"), evaluation(json)));
      case AliasMoved.KIND ->
          Optional.of(
              new AliasMoved(
                  stamp,
                  json.parsed("alias", Alias::new),
                  number(json, "from"),
                  number(json, "to"),
                  json.text("reason"),
                  json.has("undoes")
                      ? OptionalLong.of(json.integer("undoes"))
                      : OptionalLong.empty()));
      case Tagged.KIND ->
          Optional.of(
              new Tagged(
                  stamp,
                  number(json, "number"),
                  json.parsed("key", TagKey::new),
                  json.has("value") ? Optional.of(json.text("value")) : Optional.empty()));
      case Noted.KIND -> Optional.of(new Noted(stamp, number(json, "number"), json.text("text")));
      case Withdrawn.KIND ->
          Optional.of(new Withdrawn(stamp, json.smallInteger("number"), json.text("reason")));
      case Restored.KIND ->
          Optional.of(new Restored(stamp, json.smallInteger("number"), json.text("reason")));
      case Discarded.KIND -> Optional.of(new Discarded(stamp, json.parsed("run", RunId::new)));
      default -> Optional.empty();
    };
  }

  private static ObjectNode origin(Origin origin) {
    return Json.object()
        .put("registry", origin.registry())
        .put("number", origin.number())
        .put("runId", origin.runId().value())
        .put("registeredAt", origin.registeredAt().toString())
        .put("by", origin.by());
  }

  private static Origin origin(JsonFields json) throws MalformedException {
    return new Origin(
        json.text("registry"),
        json.smallInteger("number"),
        json.parsed("runId", RunId::new),
        json.parsed("registeredAt", Instant::parse),
        json.text("by"));
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
