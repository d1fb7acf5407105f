package dev.almanac.files;

import java.time.Instant;
import java.util.Objects;

/**
 * Entry of a folder.
 *
 * @param name relative to the listed folder, with {@code /} between segments
 * @param bytes length of a file; 0 for a folder
 * @param modified modification time according to the store; never used for ordering
 */
public record FileEntry(String name, Kind kind, long bytes, Instant modified) {
  /** Kind of an entry; other kinds are not supported. */
  public enum Kind {
    FILE,
    FOLDER
  }

  /** Checks that no part is null. */
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
