package dev.almanac.registry;

import java.util.Objects;

/**
 * One file of a version.
 *
 * @param name relative to the version's folder, such as {@code model.pmml} or {@code
 *     pipeline/metadata/part-00000}
 * @param bytes its length
 * @param sha256 its SHA-256 in lower-case hexadecimal
 */
public record ArtifactFile(String name, long bytes, String sha256) {
  /** Checks that nothing is missing. */
  public ArtifactFile {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(sha256, "sha256");
  }
}
