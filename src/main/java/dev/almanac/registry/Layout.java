package dev.almanac.registry;

import dev.almanac.core.ModelName;
import dev.almanac.core.RunId;
import dev.almanac.files.RelativePath;

/** Where things stand in a registry; see the decision record on version folders. */
final class Layout {
  static final String LEDGER = "ledger";
  static final String VERSIONS = "versions";

  /** Written last, once all files are there; its hash is what the ledger vouches for. */
  static final String MANIFEST = "manifest.json";

  /** Created first and exclusively: the folder belongs to the run that created it. */
  static final String STAGED = "staged.json";

  private Layout() {}

  static String versionFolder(ModelName model, RunId runId) {
    return model + "/" + versionFolder(runId);
  }

  /** Relative to the model's folder, as the ledger has it. */
  static String versionFolder(RunId runId) {
    return VERSIONS + "/" + runId;
  }

  /** Checks the name of an artifact that a caller wants to write. */
  static String artifact(String name) {
    RelativePath.check(name);
    if (name.equals(MANIFEST) || name.equals(STAGED)) {
      throw new IllegalArgumentException("'" + name + "' is written by the registry itself");
    }
    return name;
  }

  /**
   * Whether a file is one of the checksums that Hadoop's local file system lays beside the files it
   * writes. They are no part of a version: other file systems have none, so a version that is
   * copied would lose them, and a wrong one makes a load fail but never makes it differ.
   */
  static boolean isSideFile(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    return last.startsWith(".") && last.endsWith(".crc");
  }
}
