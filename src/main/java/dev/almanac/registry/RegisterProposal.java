package dev.almanac.registry;

import dev.almanac.core.RunId;
import java.util.Optional;

/** A staged version that is to get the next number. */
record RegisterProposal(RunId runId, String manifestSha256) implements Ledger.Proposal {
  @Override
  public Optional<LedgerEvent> done(ModelState state) {
    return state.registeredBy(runId).map(LedgerEvent.class::cast);
  }

  @Override
  public LedgerEvent event(LedgerEvent.Stamp stamp, ModelState state) {
    int number = state.latest().orElse(0) + 1;
    return new LedgerEvent.Registered(stamp, number, Layout.versionFolder(runId), manifestSha256);
  }
}
