package dev.almanac.registry;

import dev.almanac.core.ModelName;
import dev.almanac.core.RunId;
import dev.almanac.files.FileStore;

/**
 * The folder of a version that is being made. Nobody sees it until {@link ModelRegistry#publish};
 * if that never happens, it is debris that has no effect. Written by the run that staged it alone.
 */
public final class StagedVersion {
  private final FileStore store;
  private final ModelName model;
  private final RunId runId;

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
   */
  public String location(String name) {
    return store.locate(path(name));
  }

  /**
   * Writes one file of the version, replacing what this run wrote there before.
   *
   * @throws IllegalArgumentException if the name is not a path inside the version
   */
  public void put(String name, byte[] content) {
    store.write(path(name), content);
  }

  private String path(String name) {
    return Layout.versionFolder(model, runId) + "/" + Layout.artifact(name);
  }
}
