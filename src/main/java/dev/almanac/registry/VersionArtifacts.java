package dev.almanac.registry;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Digests;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import dev.almanac.files.FileEntry;
import dev.almanac.files.FileStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Files of a registered version, returned only after their length and SHA-256 matched the manifest.
 * Immutable and thread-safe.
 */
public final class VersionArtifacts {
  /** Maximum length of a Java array. */
  private static final long LONGEST_READ = Integer.MAX_VALUE - 16L;

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

  /** The absolute location of the version's folder. Verifies nothing. */
  public String location() {
    return store.locate(version.version().model() + "/" + version.folder());
  }

  /** The files of the version. */
  public List<ArtifactFile> files() {
    return version.manifest().files();
  }

  /** Whether the version has a file of this name, or a folder with files in it. */
  public boolean has(String name) {
    return files().stream()
        .anyMatch(file -> file.name().equals(name) || file.name().startsWith(name + "/"));
  }

  /**
   * The content of a file. The returned bytes are the verified bytes.
   *
   * @throws AlmanacException {@code ARTIFACT_DAMAGED} if the version has no such file, or it is
   *     missing, or does not match the manifest in length or content
   */
  public byte[] read(String name) {
    return read(name, LONGEST_READ);
  }

  /**
   * The content of a file, read into memory only up to a length.
   *
   * @param most the maximum number of bytes
   * @throws AlmanacException {@code ARTIFACT_DAMAGED} as for {@link #read(String)}, and for a
   *     longer file
   */
  public byte[] read(String name, long most) {
    return read(version.manifest().file(name).orElseThrow(() -> absent(name)), most);
  }

  private byte[] read(ArtifactFile file, long most) {
    String path = path(file.name());
    if (file.bytes() > Math.min(most, LONGEST_READ)) {
      throw CorruptionErrors.of(
          store,
          path,
          String.format(
              Locale.ROOT,
              "its manifest says %,d bytes, more than the %,d that are read",
              file.bytes(),
              Math.min(most, LONGEST_READ)));
    }
    byte[] content;
    try (InputStream in = store.open(path)) {
      // one byte more than expected, to detect a file that grew
      content = in.readNBytes((int) file.bytes() + 1);
    } catch (IOException e) {
      throw CorruptionErrors.unreadable(store, path, e);
    }
    verify(file, new Digests.Digest(content.length, Digests.sha256(content)));
    return content;
  }

  /**
   * The manifest's bytes in the registry, verified against the ledger.
   *
   * @throws AlmanacException {@code ARTIFACT_DAMAGED} if it is missing or does not match the ledger
   */
  public byte[] manifest() {
    String path = path(Layout.MANIFEST);
    byte[] content =
        store
            .read(path)
            .orElseThrow(
                () -> CorruptionErrors.of(store, path, "it is missing, and was there just now"));
    String found = Digests.sha256(content);
    if (!found.equals(version.manifestSha256())) {
      throw CorruptionErrors.of(
          store, path, "expected SHA-256 %s, found %s".formatted(version.manifestSha256(), found));
    }
    return content;
  }

  /**
   * Copies the version's files, the manifest among them, into another store's folder, verifying
   * each during the copy.
   *
   * @param target a folder that is empty or does not exist
   * @return number of files written
   * @throws AlmanacException {@code ARTIFACT_DAMAGED} if a file does not match the manifest; {@code
   *     BAD_OPTION} if the folder is not empty
   */
  public int exportTo(FileStore target) {
    if (!target.walk("").isEmpty()) {
      throw new AlmanacException(
          ErrorCode.BAD_OPTION,
          "%s is not empty. Name a folder that is, or that is not there yet."
              .formatted(target.root()));
    }
    VersionCopy copy = new VersionCopy(store, target);
    for (ArtifactFile file : files()) {
      copy.copy(path(file.name()), file, file.name());
    }
    target.write(Layout.MANIFEST, manifest());
    return files().size() + 1;
  }

  /**
   * The absolute location of a folder for another library to load, after every file in it was
   * verified and inspected, and no file is missing from the manifest. Changes between this check
   * and the load depend on who else may write to the registry's folder.
   *
   * @param look receives each file's name and verified content, and may refuse it by an exception
   * @throws AlmanacException {@code ARTIFACT_DAMAGED} as for {@link #read}, and for a file that is
   *     not in the manifest; any exception of {@code look}
   */
  public String verifiedLocation(String folder, BiConsumer<String, byte[]> look) {
    List<ArtifactFile> expected =
        files().stream().filter(file -> file.name().startsWith(folder + "/")).toList();
    if (expected.isEmpty()) {
      throw absent(folder);
    }
    Set<String> known = expected.stream().map(ArtifactFile::name).collect(Collectors.toSet());
    for (FileEntry found : store.walk(path(folder))) {
      String name = folder + "/" + found.name();
      if (!Layout.isSideFile(name) && !known.contains(name)) {
        throw CorruptionErrors.of(
            store, path(name), "the manifest of the version does not know this file");
      }
    }
    for (ArtifactFile file : expected) {
      look.accept(file.name(), read(file, LONGEST_READ));
    }
    return store.locate(path(folder));
  }

  private void verify(ArtifactFile expected, Digests.Digest found) {
    if (found.bytes() != expected.bytes() || !found.sha256().equals(expected.sha256())) {
      throw CorruptionErrors.of(
          store,
          path(expected.name()),
          String.format(
              Locale.ROOT,
              "expected %d bytes with SHA-256 %s, found %s%d with SHA-256 %s",
              expected.bytes(),
              expected.sha256(),
              found.bytes() > expected.bytes() ? "at least " : "",
              found.bytes(),
              found.sha256()));
    }
  }

  private String path(String name) {
    return version.version().model() + "/" + version.folder() + "/" + name;
  }

  private AlmanacException absent(String name) {
    return new AlmanacException(
        ErrorCode.ARTIFACT_DAMAGED,
        "%s has no '%s'; its manifest knows %s"
            .formatted(
                version.version(),
                Text.printable(name),
                files().stream().map(ArtifactFile::name).limit(10).toList()));
  }
}
