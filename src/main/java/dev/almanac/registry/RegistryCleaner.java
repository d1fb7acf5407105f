package dev.almanac.registry;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelName;
import dev.almanac.core.RunId;
import dev.almanac.files.FileEntry;
import dev.almanac.files.FileStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds and removes orphan files of dead runs: version folders that were staged and never
 * registered, and temporary files of the store. It selects by age, since the files of a running run
 * look the same. To make a wrong guess harmless, the ledger first revokes the run's right to
 * publish, then its files are deleted. Thread-safe.
 */
public final class RegistryCleaner {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryCleaner.class);

  private final FileStore store;
  private final RegistryReader catalogue;
  private final Clock clock;
  private final Function<RunId, Ledger.Author> authors;

  RegistryCleaner(
      FileStore store,
      RegistryReader catalogue,
      Clock clock,
      Function<RunId, Ledger.Author> authors) {
    this.store = store;
    this.catalogue = catalogue;
    this.clock = clock;
    this.authors = authors;
  }

  /**
   * Lists the files that could be removed. Changes nothing.
   *
   * @param olderThan minimum time since the last modification
   * @throws AlmanacException {@code ARTIFACT_DAMAGED} if a ledger is corrupt: orphans then cannot
   *     be identified
   */
  public List<OrphanFiles> find(Duration olderThan) {
    Instant before = clock.instant().minus(olderThan);
    List<OrphanFiles> found = new ArrayList<>();
    for (ModelName model : catalogue.names()) {
      ModelState state = new Ledger(store, model).read().understood();
      for (FileEntry entry : store.list(Layout.versions(model))) {
        run(entry)
            .filter(run -> !state.holds(run))
            .map(run -> folder(model, run))
            .filter(debris -> state.discarded().containsKey(debris.run()) || debris.isOlder(before))
            .ifPresent(found::add);
      }
    }
    for (FileEntry scratch : store.scratch("")) {
      OrphanFiles debris =
          new OrphanFiles.Scratch(scratch.name(), scratch.bytes(), scratch.modified());
      if (debris.isOlder(before)) {
        found.add(debris);
      }
    }
    return found;
  }

  /**
   * Removes one orphan that was found.
   *
   * @param runId the run that cleans
   * @return whether it was removed; false if its run has published in the meantime
   */
  public boolean remove(OrphanFiles debris, RunId runId) {
    if (debris instanceof OrphanFiles.Abandoned abandoned) {
      try {
        new Ledger(store, abandoned.model())
            .append(authors.apply(runId), new LifeCycleProposals.Discard(runId, abandoned.run()));
      } catch (AlmanacException e) {
        if (e.code() == ErrorCode.LOST_RACE) {
          LOG.info("no debris any more: path={} reason={}", debris.path(), e.getMessage());
          return false;
        }
        throw e;
      }
    }
    store.deleteTree(debris.path());
    LOG.info("removed: path={} bytes={}", debris.path(), debris.bytes());
    return true;
  }

  private OrphanFiles.Abandoned folder(ModelName model, RunId run) {
    String path = Layout.versionFolder(model, run);
    long bytes = 0;
    Instant modified = Instant.MIN;
    for (FileEntry file : store.walk(path)) {
      bytes += file.bytes();
      modified = file.modified().isAfter(modified) ? file.modified() : modified;
    }
    return new OrphanFiles.Abandoned(model, run, path, bytes, modified);
  }

  /** The run of this folder; files and folders with other names do not belong to the registry. */
  private static Optional<RunId> run(FileEntry entry) {
    if (entry.isFile()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new RunId(entry.name()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
