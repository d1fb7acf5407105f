package dev.almanac.registry;

import dev.almanac.core.ModelVersion;
import java.time.Instant;
import java.util.Objects;

/**
 * A version that the ledger vouches for: its number and its manifest, whose hash was checked.
 * Immutable.
 *
 * @param folder the version's folder, relative to the model's
 * @param registeredAt when the ledger took it in
 * @param by the user who registered it
 */
public record RegisteredVersion(
    ModelVersion version, String folder, Manifest manifest, Instant registeredAt, String by) {
  /** Checks that nothing is missing. */
  public RegisteredVersion {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(manifest, "manifest");
    Objects.requireNonNull(registeredAt, "registeredAt");
    Objects.requireNonNull(by, "by");
  }
}
