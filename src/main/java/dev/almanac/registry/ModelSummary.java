package dev.almanac.registry;

import dev.almanac.core.Alias;
import dev.almanac.core.ModelName;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Summary of one model, for a list. Immutable.
 *
 * @param versions number of versions
 * @param withdrawn number of withdrawn versions
 * @param latest the newest version's number; absent if there is none
 * @param aliases the version that each alias points to
 * @param refusals number of refused runs
 * @param lastEvent the newest event of its ledger; absent if that cannot be read
 * @param damage why its ledger cannot be read; absent if it can. One corrupt model does not hide
 *     the others
 */
public record ModelSummary(
    ModelName name,
    int versions,
    int withdrawn,
    OptionalInt latest,
    SortedMap<Alias, Integer> aliases,
    int refusals,
    Optional<LedgerEvent> lastEvent,
    Optional<String> damage) {
  /** Copies the aliases. */
  public ModelSummary {
    aliases = Collections.unmodifiableSortedMap(new TreeMap<>(aliases));
  }
}
