package dev.almanac.registry;

import dev.almanac.core.ModelVersion;
import dev.almanac.core.RunId;
import dev.almanac.core.TagKey;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One version in a model's history. Immutable.
 *
 * @param runId the run that trained it
 * @param origin where it was copied from; absent if it was trained here
 * @param withdrawn the event that withdrew it; absent if it may be used
 * @param notes oldest first
 * @param manifest its manifest; absent if that is corrupt
 * @param damage a description of the corruption; absent if there is none. One corrupt version does
 *     not hide the others
 */
public record VersionEntry(
    ModelVersion version,
    Instant registeredAt,
    String by,
    RunId runId,
    Optional<Origin> origin,
    Optional<LedgerEvent.Withdrawn> withdrawn,
    SortedMap<TagKey, String> tags,
    List<LedgerEvent.Noted> notes,
    Optional<Manifest> manifest,
    Optional<String> damage) {
  /** Copies its parts. */
  public VersionEntry {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    notes = List.copyOf(notes);
  }
}
