package dev.almanac.registry;

import dev.almanac.core.ModelName;
import dev.almanac.core.RunId;
import java.time.Instant;

/** Something in a registry that nothing refers to. Immutable. */
public sealed interface OrphanFiles {
  /** Where it is, relative to the registry. */
  String path();

  /** How much room it takes. */
  long bytes();

  /** When it was last written, as the store says. */
  Instant modified();

  /** Whether it was last written before an instant, or at it. */
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

  /** A file that a writer would have renamed or removed, had it lived. */
  record Scratch(String path, long bytes, Instant modified) implements OrphanFiles {}
}
