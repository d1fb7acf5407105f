package dev.almanac.registry;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.RunId;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An alias that is to point to a version.
 *
 * @param expectedFrom where it must point before; 0 for nowhere; absent for anywhere
 */
record AliasProposal(RunId runId, Alias alias, int to, OptionalInt expectedFrom, String reason)
    implements Ledger.Proposal {
  @Override
  public Optional<LedgerEvent> done(ModelState state) {
    LedgerEvent.AliasMoved last = state.aliases().get(alias);
    if (last == null || last.to().orElse(0) != to) {
      return Optional.empty();
    }
    // our own move, recorded though its answer was lost, meets its guard by having met it then
    boolean asWished = last.stamp().runId().equals(runId) || guardHolds(to);
    return asWished ? Optional.of(last) : Optional.empty();
  }

  @Override
  public LedgerEvent event(LedgerEvent.Stamp stamp, ModelState state) {
    OptionalInt from = state.target(alias);
    if (!guardHolds(from.orElse(0))) {
      throw new AlmanacException(
          ErrorCode.ALIAS_MOVED,
          "%s@%s points to %s, not to %s as expected: somebody moved it. Look at the history, then decide anew; nothing was changed."
              .formatted(state.model(), alias, told(from.orElse(0)), told(expectedFrom.orElse(0))));
    }
    if (!state.versions().containsKey(to)) {
      throw Absence.version(state, to);
    }
    return new LedgerEvent.AliasMoved(stamp, alias, from, OptionalInt.of(to), reason);
  }

  private boolean guardHolds(int from) {
    return expectedFrom.isEmpty() || expectedFrom.getAsInt() == from;
  }

  private static String told(int version) {
    return version == 0 ? "no version" : "version " + version;
  }
}
