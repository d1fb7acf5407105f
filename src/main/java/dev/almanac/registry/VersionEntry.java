package dev.almanac.registry;

import dev.almanac.core.ModelVersion;
import dev.almanac.core.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * One version in a model's history. Immutable.
 *
 * @param manifest what the version is; absent if the manifest cannot be trusted
 * @param damage why it cannot; absent if it can. One damaged version does not hide the others
 */
public record VersionEntry(
    ModelVersion version,
    Instant registeredAt,
    String by,
    RunId runId,
    Optional<Manifest> manifest,
    Optional<String> damage) {}
