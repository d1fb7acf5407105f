package dev.almanac.registry;

import dev.almanac.core.Alias;
import dev.almanac.core.ModelName;
import dev.almanac.core.TagKey;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Complete history of a model. Immutable.
 *
 * @param versions oldest first
 * @param aliases the version that each alias points to now
 * @param tags those of the model itself
 * @param notes those on the model itself, oldest first
 * @param events the whole ledger, oldest first, kinds of later releases included
 */
public record ModelHistory(
    ModelName model,
    List<VersionEntry> versions,
    SortedMap<Alias, Integer> aliases,
    SortedMap<TagKey, String> tags,
    List<LedgerEvent.Noted> notes,
    List<LedgerEvent> events) {
  /** Copies its parts. */
  public ModelHistory {
    versions = List.copyOf(versions);
    aliases = Collections.unmodifiableSortedMap(new TreeMap<>(aliases));
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    notes = List.copyOf(notes);
    events = List.copyOf(events);
  }

  /** The refused runs, oldest first. */
  public List<LedgerEvent.Refused> refusals() {
    return events.stream()
        .filter(LedgerEvent.Refused.class::isInstance)
        .map(LedgerEvent.Refused.class::cast)
        .toList();
  }
}
