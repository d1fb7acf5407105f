package dev.almanac.registry;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelName;
import dev.almanac.core.RunId;
import dev.almanac.core.TagKey;
import dev.almanac.registry.LedgerEvent.AliasMoved;
import dev.almanac.registry.LedgerEvent.Discarded;
import dev.almanac.registry.LedgerEvent.Noted;
import dev.almanac.registry.LedgerEvent.Refused;
import dev.almanac.registry.LedgerEvent.Registered;
import dev.almanac.registry.LedgerEvent.Restored;
import dev.almanac.registry.LedgerEvent.Tagged;
import dev.almanac.registry.LedgerEvent.Unknown;
import dev.almanac.registry.LedgerEvent.Withdrawn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** Folds events into a {@link ModelState}. Not thread-safe; for single use. */
final class ModelStateBuilder {
  private final ModelName model;
  private final TreeMap<Integer, Registered> versions = new TreeMap<>();
  private final Map<RunId, Registered> byRun = new HashMap<>();
  private final TreeMap<Alias, List<AliasMoved>> moves = new TreeMap<>();
  private final TreeMap<Alias, AliasMoved> lastMoves = new TreeMap<>();
  private final TreeMap<Integer, Withdrawn> withdrawn = new TreeMap<>();
  private final Map<OptionalInt, SortedMap<TagKey, Tagged>> tags = new HashMap<>();
  private final List<Noted> notes = new ArrayList<>();
  private final Map<RunId, Discarded> discarded = new HashMap<>();
  private final Map<RunId, Refused> refusals = new HashMap<>();
  private final List<Unknown> notUnderstood = new ArrayList<>();

  ModelStateBuilder(ModelName model) {
    this.model = model;
  }

  void add(LedgerEvent event) {
    if (event instanceof Registered registered) {
      register(registered);
    } else if (event instanceof AliasMoved moved) {
      move(moved);
    } else if (event instanceof Refused refused) {
      refusals.put(refused.stamp().runId(), refused);
    } else if (event instanceof Tagged tagged) {
      requireVersion(tagged, tagged.number(), "tags");
      tags.computeIfAbsent(tagged.number(), number -> new TreeMap<>()).put(tagged.key(), tagged);
    } else if (event instanceof Noted noted) {
      requireVersion(noted, noted.number(), "notes something on");
      notes.add(noted);
    } else if (event instanceof Withdrawn withdrawal) {
      requireVersion(withdrawal, OptionalInt.of(withdrawal.number()), "withdraws");
      withdrawn.put(withdrawal.number(), withdrawal);
    } else if (event instanceof Restored restored) {
      requireVersion(restored, OptionalInt.of(restored.number()), "restores");
      withdrawn.remove(restored.number());
    } else if (event instanceof Discarded discard) {
      discarded.put(discard.run(), discard);
    } else if (event instanceof Unknown unknown && unknown.restricts()) {
      notUnderstood.add(unknown);
    }
  }

  ModelState state() {
    return new ModelState(
        model,
        Collections.unmodifiableSortedMap(versions),
        Collections.unmodifiableMap(byRun),
        Collections.unmodifiableSortedMap(moves),
        Collections.unmodifiableSortedMap(lastMoves),
        Collections.unmodifiableSortedMap(withdrawn),
        Collections.unmodifiableMap(tags),
        Collections.unmodifiableList(notes),
        Collections.unmodifiableMap(discarded),
        Collections.unmodifiableMap(refusals),
        Collections.unmodifiableList(notUnderstood));
  }

  private void register(Registered registered) {
    int last = versions.isEmpty() ? 0 : versions.lastKey();
    if (registered.number() <= last) {
      throw contradiction(
          registered,
          String.format(Locale.ROOT, "registers version %d after %d", registered.number(), last));
    }
    versions.put(registered.number(), registered);
    byRun.put(registered.madeBy(), registered);
  }

  private void move(AliasMoved moved) {
    requireVersion(moved, moved.to(), "points " + moved.alias() + " to");
    List<AliasMoved> standing = moves.computeIfAbsent(moved.alias(), alias -> new ArrayList<>());
    if (moved.undoes().isPresent()) {
      standing.removeIf(earlier -> earlier.stamp().seq() >= moved.undoes().getAsLong());
    } else {
      standing.add(moved);
    }
    lastMoves.put(moved.alias(), moved);
  }

  private void requireVersion(LedgerEvent event, OptionalInt number, String what) {
    if (number.isPresent() && !versions.containsKey(number.getAsInt())) {
      throw contradiction(
          event,
          String.format(
              Locale.ROOT, "%s version %d, which nothing registered", what, number.getAsInt()));
    }
  }

  private AlmanacException contradiction(LedgerEvent event, String what) {
    return new AlmanacException(
        ErrorCode.ARTIFACT_DAMAGED,
        "%s is damaged: it %s. Restore the ledger of the model from a backup."
            .formatted(Layout.event(model, event.stamp().seq()), what));
  }
}
