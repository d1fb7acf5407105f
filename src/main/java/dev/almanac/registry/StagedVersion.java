package dev.almanac.registry;

import dev.almanac.core.ModelName;
import dev.almanac.core.RunId;
import dev.almanac.files.FileStore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Folder of a version in preparation. It is invisible until {@link ModelRegistry#publish}; if that
 * never happens, it is an orphan without effect. Only the run that staged it writes to it, and no
 * one does once publishing begins. Thread-safe.
 */
public final class StagedVersion {
  private final FileStore store;
  private final ModelName model;
  private final RunId runId;
  private final AtomicBoolean sealed = new AtomicBoolean();

  StagedVersion(FileStore store, ModelName model, RunId runId) {
    this.store = store;
    this.model = model;
    this.runId = runId;
  }

  /** The model of the version. */
  public ModelName model() {
    return model;
  }

  /** The run that stages it. */
  public RunId runId() {
    return runId;
  }

  /**
   * The absolute location where another library saves a file or folder of the version, such as
   * {@code pipeline}. Creates nothing.
   *
   * @throws IllegalArgumentException if the name is not a path inside the version
   * @throws IllegalStateException if the version is being published
   */
  public String location(String name) {
    return store.locate(path(name));
  }

  /**
   * Writes one file of the version, replacing an earlier one of this run.
   *
   * @throws IllegalArgumentException if the name is not a path inside the version
   * @throws IllegalStateException if the version is being published
   */
  public void put(String name, byte[] content) {
    store.write(path(name), content);
  }

  /**
   * Removes the staged files, for a run that will not publish. Does nothing once publishing has
   * begun: from then on the ledger may refer to the folder, even after an error.
   */
  public void discard() {
    if (sealed.compareAndSet(false, true)) {
      store.deleteTree(Layout.versionFolder(model, runId));
    }
  }

  /** Forbids further changes of the files. */
  void seal() {
    sealed.set(true);
  }

  private String path(String name) {
    if (sealed.get()) {
      throw new IllegalStateException(
          "run " + runId + " has published or discarded its version already");
    }
    return Layout.versionFolder(model, runId) + "/" + Layout.artifact(name);
  }
}
