package dev.almanac.registry;

import dev.almanac.core.ModelName;
import dev.almanac.core.ModelVersion;
import java.time.Instant;
import java.util.Objects;

/**
 * A version in the ledger: its number and its manifest, whose hash was verified. Immutable.
 *
 * @param folder the version's folder, relative to the model's
 * @param manifestSha256 the hash of the manifest, which contains the hashes of all files
 * @param registeredAt when it was registered
 * @param by the user who registered it
 */
public record RegisteredVersion(
    ModelVersion version,
    String folder,
    Manifest manifest,
    String manifestSha256,
    Instant registeredAt,
    String by) {
  /** Checks that nothing is missing. */
  public RegisteredVersion {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(manifest, "manifest");
    Objects.requireNonNull(manifestSha256, "manifestSha256");
    Objects.requireNonNull(registeredAt, "registeredAt");
    Objects.requireNonNull(by, "by");
  }

  static RegisteredVersion of(ModelName model, LedgerEvent.Registered event, Manifest manifest) {
    return new RegisteredVersion(
        new ModelVersion(model, event.number()),
        event.folder(),
        manifest,
        event.manifestSha256(),
        event.stamp().at(),
        event.stamp().by());
  }
}
