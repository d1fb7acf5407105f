package dev.almanac.registry;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.RunId;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Proposal to point an alias to a version, or to remove it.
 *
 * @param to absent to remove the alias
 * @param expectedFrom the version that it must point to before; 0 for none; absent for any
 */
record AliasProposal(
    RunId runId, Alias alias, OptionalInt to, OptionalInt expectedFrom, String reason)
    implements Ledger.Proposal {
  @Override
  public Optional<LedgerEvent> done(ModelState state) {
    LedgerEvent.AliasMoved last = state.lastMoves().get(alias);
    if (last == null || !last.to().equals(to)) {
      return Optional.empty();
    }
    // a move of this run that was recorded although its response was lost has met its guard already
    boolean asWished = last.stamp().runId().equals(runId) || guardHolds(expectedFrom, to);
    return asWished ? Optional.of(last) : Optional.empty();
  }

  @Override
  public LedgerEvent event(LedgerEvent.Stamp stamp, ModelState state) {
    OptionalInt from = state.target(alias);
    requireGuard(state, alias, expectedFrom);
    if (to.isPresent()) {
      state.version(to.getAsInt());
      state.requireUsable(to.getAsInt(), "What %s is to point to".formatted(alias));
    } else if (from.isEmpty()) {
      throw NotFoundErrors.alias(state, alias, Optional.empty());
    }
    return new LedgerEvent.AliasMoved(stamp, alias, from, to, reason, OptionalLong.empty());
  }

  /**
   * Refuses to move an alias that does not point to the version that the caller expects.
   *
   * @throws AlmanacException {@code ALIAS_MOVED}
   */
  static void requireGuard(ModelState state, Alias alias, OptionalInt expectedFrom) {
    OptionalInt from = state.target(alias);
    if (!guardHolds(expectedFrom, from)) {
      throw new AlmanacException(
          ErrorCode.ALIAS_MOVED,
          "%s@%s points to %s, not to %s as expected: somebody moved it. Look at the history, then decide anew; nothing was changed."
              .formatted(
                  state.model(),
                  alias,
                  describe(from.orElse(0)),
                  describe(expectedFrom.orElse(0))));
    }
  }

  private static boolean guardHolds(OptionalInt expectedFrom, OptionalInt from) {
    return expectedFrom.isEmpty() || expectedFrom.getAsInt() == from.orElse(0);
  }

  private static String describe(int version) {
    return version == 0 ? "no version" : "version " + version;
  }
}
