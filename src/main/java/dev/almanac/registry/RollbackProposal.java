package dev.almanac.registry;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.RunId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Proposal to point an alias to the version before its last effective move. Moves to versions that
 * were withdrawn since are reverted, too.
 *
 * @param expectedFrom the version that it must point to before; 0 for none; absent for any
 */
record RollbackProposal(RunId runId, Alias alias, OptionalInt expectedFrom, String reason)
    implements Ledger.Proposal {
  @Override
  public Optional<LedgerEvent> done(ModelState state) {
    return Optional.ofNullable(state.lastMoves().get(alias))
        .filter(last -> last.undoes().isPresent() && last.stamp().runId().equals(runId))
        .map(LedgerEvent.class::cast);
  }

  @Override
  public LedgerEvent event(LedgerEvent.Stamp stamp, ModelState state) {
    List<LedgerEvent.AliasMoved> standing = state.moves().getOrDefault(alias, List.of());
    if (standing.isEmpty()) {
      throw NotFoundErrors.alias(state, alias, Optional.empty());
    }
    AliasProposal.requireGuard(state, alias, expectedFrom);
    OptionalInt last = lastUndone(state, alias);
    if (last.isPresent()) {
      return new LedgerEvent.AliasMoved(
          stamp,
          alias,
          state.target(alias),
          standing.get(last.getAsInt() - 1).to(),
          reason,
          OptionalLong.of(standing.get(last.getAsInt()).stamp().seq()));
    }
    throw new AlmanacException(
        ErrorCode.NOTHING_TO_ROLL_BACK,
        "%s@%s has no earlier version that may still be used to go back to. Its moves stand in 'registry history %s'; point it with 'registry alias', or take it away with 'registry unalias'."
            .formatted(state.model(), alias, state.model()));
  }

  /** The index of the move to revert among an alias's moves; absent if there is none. */
  private static OptionalInt lastUndone(ModelState state, Alias alias) {
    List<LedgerEvent.AliasMoved> standing = state.moves().getOrDefault(alias, List.of());
    for (int last = standing.size() - 1; last > 0; last--) {
      OptionalInt earlier = standing.get(last - 1).to();
      if (earlier.isPresent() && !state.withdrawn().containsKey(earlier.getAsInt())) {
        return OptionalInt.of(last);
      }
    }
    return OptionalInt.empty();
  }

  /** The command that points an alias to a usable version. */
  static String commandFor(ModelState state, Alias alias) {
    return lastUndone(state, alias).isPresent()
        ? "almanac registry rollback %s %s --reason TEXT".formatted(state.model(), alias)
        : "almanac registry alias %s %s VERSION --reason TEXT".formatted(state.model(), alias);
  }
}
