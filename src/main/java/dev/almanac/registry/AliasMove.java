package dev.almanac.registry;

import dev.almanac.core.Alias;
import dev.almanac.core.ModelName;
import dev.almanac.core.RunId;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * Result of moving or removing an alias.
 *
 * @param from the version that the alias pointed to before; absent if to none; equal to {@code to}
 *     if it pointed there already and nothing was written
 * @param to the version that it points to; absent if it was removed
 * @param at when the move was recorded
 */
public record AliasMove(
    ModelName model,
    Alias alias,
    OptionalInt from,
    OptionalInt to,
    String reason,
    Instant at,
    String by,
    RunId runId) {

  /** Whether the call changed anything. */
  public boolean changed() {
    return !from.equals(to);
  }
}
