package dev.almanac.files;

import java.time.Instant;
import java.util.Objects;

/**
 * One thing in a folder.
 *
 * @param name relative to the folder that was asked about, with {@code /} between segments
 * @param bytes the length of a file; 0 for a folder
 * @param modified when the store says it last changed; never used to order anything
 */
public record FileEntry(String name, Kind kind, long bytes, Instant modified) {
  /** File or folder; nothing else is served. */
  public enum Kind {
    FILE,
    FOLDER
  }

  /** Checks that nothing is missing. */
  public FileEntry {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(modified, "modified");
  }

  /** Whether it is a file. */
  public boolean isFile() {
    return kind == Kind.FILE;
  }
}
