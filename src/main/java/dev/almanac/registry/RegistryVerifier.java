package dev.almanac.registry;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Digests;
import dev.almanac.core.ModelName;
import dev.almanac.core.Progress;
import dev.almanac.core.Text;
import dev.almanac.files.FileEntry;
import dev.almanac.files.FileStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Verification of every byte that the ledgers reference. Reports each file that is corrupt, missing
 * or unknown, and continues after each. Changes nothing. Not thread-safe.
 */
public final class RegistryVerifier {
  private final FileStore store;
  private final RegistryReader catalogue;
  private final List<VerificationReport.Finding> findings = new ArrayList<>();
  private int models;
  private int events;
  private int versions;
  private int files;
  private long bytes;

  RegistryVerifier(FileStore store, RegistryReader catalogue) {
    this.store = store;
    this.catalogue = catalogue;
  }

  /** Verifies every model. */
  public VerificationReport all(Progress progress) {
    catalogue.names().forEach(model -> model(model, OptionalInt.empty(), progress));
    return report();
  }

  /**
   * Verifies one model, or one version and the ledger that references it.
   *
   * @throws AlmanacException {@code NO_SUCH_MODEL}, {@code NO_SUCH_VERSION}
   */
  public VerificationReport one(ModelName model, OptionalInt number, Progress progress) {
    if (store.list(Layout.ledger(model)).isEmpty()) {
      // the error lists the existing models
      catalogue.ledger(model);
    }
    model(model, number, progress);
    return report();
  }

  private VerificationReport report() {
    return new VerificationReport(models, events, versions, files, bytes, findings);
  }

  private void model(ModelName model, OptionalInt number, Progress progress) {
    progress.step("verify " + model);
    LedgerAudit audit;
    try {
      audit = LedgerAudit.of(store, model);
    } catch (AlmanacException e) {
      found(Layout.ledger(model), CorruptionErrors.finding(e));
      return;
    }
    findings.addAll(audit.findings());
    if (audit.events().isEmpty()) {
      return;
    }
    models++;
    events += audit.events().size();
    List<LedgerEvent.Registered> registered = audit.registered();
    if (number.isPresent()
        && audit.findings().isEmpty()
        && registered.stream().noneMatch(version -> version.number() == number.getAsInt())) {
      throw NotFoundErrors.version(ModelState.fold(model, audit.events()), number.getAsInt());
    }
    registered.stream()
        .filter(version -> number.isEmpty() || version.number() == number.getAsInt())
        .forEach(version -> version(model, version));
    progress.fact(
        Text.count(audit.events().size(), "event")
            + ", "
            + Text.count(registered.size(), "version"));
  }

  private void version(ModelName model, LedgerEvent.Registered event) {
    versions++;
    String folder = model + "/" + event.folder();
    Optional<Manifest> manifest = manifest(model, event, folder);
    if (manifest.isEmpty()) {
      return;
    }
    Optional<List<FileEntry>> there = walk(folder);
    Set<String> known = new HashSet<>(Set.of(Layout.MANIFEST));
    for (ArtifactFile file : manifest.get().files()) {
      known.add(file.name());
      file(folder, file, there.isPresent());
    }
    for (FileEntry entry : there.orElse(List.of())) {
      if (!known.contains(entry.name()) && !Layout.isSideFile(entry.name())) {
        found(folder + "/" + entry.name(), "the manifest of the version does not know this file");
      }
    }
  }

  /** All files of a version; absent if the folder contains an entry that is not a regular file. */
  private Optional<List<FileEntry>> walk(String folder) {
    try {
      return Optional.of(store.walk(folder));
    } catch (AlmanacException e) {
      found(folder, CorruptionErrors.finding(e));
      return Optional.empty();
    }
  }

  private Optional<Manifest> manifest(
      ModelName model, LedgerEvent.Registered event, String folder) {
    files++;
    try {
      RegisteredVersion version = new Manifests(store).load(model, event);
      return Optional.of(version.manifest());
    } catch (AlmanacException e) {
      found(folder + "/" + Layout.MANIFEST, CorruptionErrors.finding(e));
      return Optional.empty();
    }
  }

  private void file(String folder, ArtifactFile file, boolean isWalked) {
    files++;
    String path = folder + "/" + file.name();
    try (InputStream in = store.open(path)) {
      Digests.Digest digest = Digests.of(in);
      bytes += digest.bytes();
      if (digest.bytes() != file.bytes()) {
        found(
            path,
            String.format(Locale.ROOT, "%d bytes, expected %d", digest.bytes(), file.bytes()));
      } else if (!digest.sha256().equals(file.sha256())) {
        found(path, "SHA-256 %s, expected %s".formatted(digest.sha256(), file.sha256()));
      }
    } catch (AlmanacException e) {
      String what = CorruptionErrors.finding(e);
      // if only files and folders were found, the file can only be missing
      found(path, isWalked ? "missing" : what);
    } catch (IOException e) {
      // a checksum file of the file system may be the cause; the finding is still about this file
      found(path, "unreadable: " + Text.message(String.valueOf(e.getMessage())));
    }
  }

  private void found(String path, String what) {
    findings.add(new VerificationReport.Finding(path, what));
  }
}
