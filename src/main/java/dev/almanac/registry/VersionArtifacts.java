package dev.almanac.registry;

import dev.almanac.files.FileStore;
import java.util.List;

/**
 * The files of a registered version, handed out only after their length and SHA-256 agreed with the
 * manifest. Immutable; may be used by many threads.
 */
public final class VersionArtifacts {
  private final FileStore store;
  private final RegisteredVersion version;

  VersionArtifacts(FileStore store, RegisteredVersion version) {
    this.store = store;
    this.version = version;
  }

  /** The version whose files these are. */
  public RegisteredVersion version() {
    return version;
  }

  /** What the version has. */
  public List<ArtifactFile> files() {
    return version.manifest().files();
  }

  /** Whether the version has a file of this name, or a folder with files in it. */
  public boolean has(String name) {
    return files().stream()
        .anyMatch(file -> file.name().equals(name) || file.name().startsWith(name + "/"));
  }

  /**
   * The content of a file. The bytes that are returned are the very bytes that were verified.
   *
   * @throws dev.almanac.core.AlmanacException {@code ARTIFACT_DAMAGED} if the version has no such
   *     file, or it is missing, longer, shorter or other than the manifest says
   */
  public byte[] read(String name) {
    throw new UnsupportedOperationException(store.root() + name);
  }

  /**
   * The absolute place of a folder for another library to load, after every file in it was verified
   * and nothing was found in it that the manifest does not know. What happens between this check
   * and the load is up to who else may write to the registry's folder.
   *
   * @throws dev.almanac.core.AlmanacException {@code ARTIFACT_DAMAGED} as for {@link #read}, and
   *     for a file that the manifest does not know
   */
  public String verifiedLocation(String folder) {
    throw new UnsupportedOperationException(store.root() + folder);
  }
}
