package dev.almanac.registry;

import dev.almanac.core.Alias;
import dev.almanac.core.ModelName;
import dev.almanac.core.RunId;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * How an alias came to point where it was asked to.
 *
 * @param from the version it pointed to before; absent if to none; equal to {@code to} if it was
 *     there already and nothing was written
 * @param to the version it points to; absent if it was taken away
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

  /** Whether this call's wish changed anything. */
  public boolean changed() {
    return !from.equals(to);
  }
}
