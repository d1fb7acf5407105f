package dev.almanac.registry;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Digests;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelName;
import dev.almanac.core.RunId;
import dev.almanac.core.Text;
import dev.almanac.files.CreateOutcome;
import dev.almanac.files.FileEntry;
import dev.almanac.files.FileStore;
import dev.almanac.files.RelativePath;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writer of manifests for staged folders, and reader of those of registered versions. */
final class Manifests {
  private final FileStore store;

  Manifests(FileStore store) {
    this.store = store;
  }

  /** Hashes every file of a staged version. */
  Manifest describe(StagedVersion staged, VersionFacts facts) {
    String folder = Layout.versionFolder(staged.model(), staged.runId());
    List<ArtifactFile> files = new ArrayList<>();
    for (FileEntry entry : store.walk(folder)) {
      if (!entry.name().equals(Layout.MANIFEST) && !Layout.isSideFile(entry.name())) {
        files.add(hash(folder, entry.name()));
      }
    }
    if (files.stream().allMatch(file -> file.name().equals(Layout.STAGED))) {
      throw new AlmanacException(
          ErrorCode.NOTHING_TO_PUBLISH,
          "Run %s put no file into %s, so there is no version of %s to publish."
              .formatted(staged.runId(), store.locate(folder), staged.model()));
    }
    return new Manifest(staged.model(), staged.runId(), facts, files);
  }

  private ArtifactFile hash(String folder, String name) {
    try {
      RelativePath.check(name);
    } catch (IllegalArgumentException e) {
      throw new AlmanacException(
          ErrorCode.INTERNAL,
          "The file '%s' cannot be part of a version: %s"
              .formatted(Text.printable(name), e.getMessage()),
          e);
    }
    try (InputStream in = store.open(folder + "/" + name)) {
      Digests.Digest digest = Digests.of(in);
      return new ArtifactFile(name, digest.bytes(), digest.sha256());
    } catch (IOException e) {
      throw CorruptionErrors.unreadable(store, folder + "/" + name, e);
    }
  }

  /**
   * Writes the manifest of a staged version; it is never changed afterwards.
   *
   * @return its hash
   * @throws AlmanacException {@code LOST_RACE} if the run has written another one before
   */
  String write(Manifest manifest) {
    return write(manifest.model(), manifest.runId(), ManifestJson.write(manifest));
  }

  /** Writes an existing manifest into the folder of a run, byte by byte. */
  String write(ModelName model, RunId stagedBy, byte[] content) {
    String path = Layout.versionFolder(model, stagedBy) + "/" + Layout.MANIFEST;
    try {
      if (store.createExclusive(path, content) == CreateOutcome.CREATED) {
        return Digests.sha256(content);
      }
    } catch (AlmanacException e) {
      if (e.code() != ErrorCode.OUTCOME_UNKNOWN || store.read(path).isEmpty()) {
        throw e;
      }
    }
    if (!store.read(path).filter(found -> Arrays.equals(found, content)).isPresent()) {
      throw new AlmanacException(
          ErrorCode.LOST_RACE,
          "%s has a manifest of other content: run %s has been published with other files or facts. Versions never change; train again, which makes a new run."
              .formatted(store.locate(path), stagedBy));
    }
    return Digests.sha256(content);
  }

  /** The version that an event registered, with a verified manifest. */
  RegisteredVersion load(ModelName model, LedgerEvent.Registered event) {
    String path = model + "/" + event.folder() + "/" + Layout.MANIFEST;
    Optional<byte[]> content = store.read(path);
    if (content.isEmpty()) {
      throw CorruptionErrors.of(
          store,
          path,
          String.format(
              Locale.ROOT, "it is missing, though version %d was registered", event.number()));
    }
    String found = Digests.sha256(content.get());
    if (!found.equals(event.manifestSha256())) {
      throw CorruptionErrors.of(
          store,
          path,
          String.format(
              Locale.ROOT,
              "expected SHA-256 %s, found %s in %d bytes",
              event.manifestSha256(),
              found,
              content.get().length));
    }
    Manifest manifest;
    try {
      manifest = ManifestJson.read(content.get());
    } catch (MalformedException e) {
      throw CorruptionErrors.of(store, path, e.what(), e);
    }
    if (!manifest.model().equals(model) || !manifest.runId().equals(event.madeBy())) {
      throw CorruptionErrors.of(
          store,
          path,
          "it is the manifest of %s by run %s".formatted(manifest.model(), manifest.runId()));
    }
    return RegisteredVersion.of(model, event, manifest);
  }
}
