package dev.almanac.registry;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelName;
import dev.almanac.core.RunId;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a ledger amounts to. A pure function of the events; kinds of later releases change nothing.
 *
 * @param versions the event that registered each version
 * @param aliases the event that made each alias point where it points
 * @param refusals the event that refused each run
 */
record ModelState(
    ModelName model,
    SortedMap<Integer, LedgerEvent.Registered> versions,
    SortedMap<Alias, LedgerEvent.AliasMoved> aliases,
    Map<RunId, LedgerEvent.Refused> refusals) {
  ModelState {
    versions = Collections.unmodifiableSortedMap(versions);
    aliases = Collections.unmodifiableSortedMap(aliases);
    refusals = Collections.unmodifiableMap(refusals);
  }

  /**
   * The state after all events.
   *
   * @throws AlmanacException {@code ARTIFACT_DAMAGED} if they contradict each other
   */
  static ModelState fold(ModelName model, List<LedgerEvent> events) {
    TreeMap<Integer, LedgerEvent.Registered> versions = new TreeMap<>();
    TreeMap<Alias, LedgerEvent.AliasMoved> aliases = new TreeMap<>();
    Map<RunId, LedgerEvent.Refused> refusals = new HashMap<>();
    for (LedgerEvent event : events) {
      if (event instanceof LedgerEvent.Registered registered) {
        int last = versions.isEmpty() ? 0 : versions.lastKey();
        if (registered.number() <= last) {
          throw contradiction(
              model, event, "registers version %d after %d".formatted(registered.number(), last));
        }
        versions.put(registered.number(), registered);
      } else if (event instanceof LedgerEvent.AliasMoved moved) {
        if (moved.to().isEmpty()) {
          aliases.remove(moved.alias());
        } else if (versions.containsKey(moved.to().getAsInt())) {
          aliases.put(moved.alias(), moved);
        } else {
          throw contradiction(
              model,
              event,
              "points %s to version %d, which nothing registered"
                  .formatted(moved.alias(), moved.to().getAsInt()));
        }
      } else if (event instanceof LedgerEvent.Refused refused) {
        refusals.put(refused.stamp().runId(), refused);
      }
    }
    return new ModelState(model, versions, aliases, refusals);
  }

  /** The state as it was at an instant: events that were written later are left out. */
  static ModelState foldUntil(ModelName model, List<LedgerEvent> events, Instant at) {
    return fold(
        model, events.stream().takeWhile(event -> !event.stamp().at().isAfter(at)).toList());
  }

  /** The newest version's number; absent if there is none. */
  OptionalInt latest() {
    return versions.isEmpty() ? OptionalInt.empty() : OptionalInt.of(versions.lastKey());
  }

  /** The version an alias points to; absent if to none. */
  OptionalInt target(Alias alias) {
    LedgerEvent.AliasMoved moved = aliases.get(alias);
    return moved == null ? OptionalInt.empty() : moved.to();
  }

  /** Where every alias points. */
  SortedMap<Alias, Integer> targets() {
    SortedMap<Alias, Integer> targets = new TreeMap<>();
    aliases.forEach((alias, moved) -> targets.put(alias, moved.to().orElseThrow()));
    return targets;
  }

  /** The version that a run registered. */
  Optional<LedgerEvent.Registered> registeredBy(RunId runId) {
    return versions.values().stream()
        .filter(registered -> registered.stamp().runId().equals(runId))
        .findFirst();
  }

  private static AlmanacException contradiction(ModelName model, LedgerEvent event, String what) {
    return new AlmanacException(
        ErrorCode.ARTIFACT_DAMAGED,
        "%s is damaged: it %s. Restore the ledger of the model from a backup."
            .formatted(Layout.event(model, event.stamp().seq()), what));
  }
}
