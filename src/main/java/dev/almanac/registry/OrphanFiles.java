package dev.almanac.registry;

import dev.almanac.core.ModelName;
import dev.almanac.core.RunId;
import java.time.Instant;

/** Files in a registry that nothing refers to. Immutable. */
public sealed interface OrphanFiles {
  /** The path, relative to the registry. */
  String path();

  /** The total size. */
  long bytes();

  /** The last modification time, from the store. */
  Instant modified();

  /** Whether the last modification was at an instant or before it. */
  default boolean isOlder(Instant before) {
    return !modified().isAfter(before);
  }

  /**
   * A version that was staged and never registered.
   *
   * @param run the run that staged it
   */
  record Abandoned(ModelName model, RunId run, String path, long bytes, Instant modified)
      implements OrphanFiles {}

  /** A temporary file of a writer that died before it renamed or removed the file. */
  record Scratch(String path, long bytes, Instant modified) implements OrphanFiles {}
}
