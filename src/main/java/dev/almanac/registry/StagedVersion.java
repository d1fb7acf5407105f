package dev.almanac.registry;

import dev.almanac.core.ModelName;
import dev.almanac.core.RunId;
import dev.almanac.files.FileStore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The folder of a version that is being made. Nobody sees it until {@link ModelRegistry#publish};
 * if that never happens, it is debris that has no effect. Written by the run that staged it alone,
 * and by nobody once it is being published. May be used by many threads.
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

  /** The model it is to be a version of. */
  public ModelName model() {
    return model;
  }

  /** The run that makes it. */
  public RunId runId() {
    return runId;
  }

  /**
   * The absolute place for another library to save a file or folder of the version, such as {@code
   * pipeline}. Nothing is created by asking.
   *
   * @throws IllegalArgumentException if the name is not a path inside the version
   * @throws IllegalStateException if the version is being published
   */
  public String location(String name) {
    return store.locate(path(name));
  }

  /**
   * Writes one file of the version, replacing what this run wrote there before.
   *
   * @throws IllegalArgumentException if the name is not a path inside the version
   * @throws IllegalStateException if the version is being published
   */
  public void put(String name, byte[] content) {
    store.write(path(name), content);
  }

  /**
   * Removes what was staged, when the run knows that it will not publish. Does nothing once
   * publishing has begun: from then on the ledger may refer to the folder, whatever was answered.
   */
  public void discard() {
    if (sealed.compareAndSet(false, true)) {
      store.deleteTree(Layout.versionFolder(model, runId));
    }
  }

  /** From here on nothing is added or removed. */
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
