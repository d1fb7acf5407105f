package dev.almanac.registry;

import dev.almanac.core.Alias;
import dev.almanac.core.ModelName;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One model in a list of models. Immutable.
 *
 * @param versions how many versions it has
 * @param withdrawn how many of them were withdrawn
 * @param latest the newest version's number; absent if it has none
 * @param aliases where each alias points
 * @param refusals how many runs were refused
 * @param lastEvent the newest line of its ledger; absent if that cannot be read
 * @param damage why its ledger cannot be read; absent if it can. One damaged model does not hide
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
