package dev.almanac.registry;

import dev.almanac.core.Evaluation;
import dev.almanac.core.RunId;
import java.util.List;
import java.util.Optional;

/** Proposal to record the refusal of a run's model. */
record RefusalProposal(RunId runId, List<String> reasons, Optional<Evaluation> evaluation)
    implements Ledger.Proposal {
  @Override
  public Optional<LedgerEvent> done(ModelState state) {
    return Optional.ofNullable(state.refusals().get(runId));
  }

  @Override
  public LedgerEvent event(LedgerEvent.Stamp stamp, ModelState state) {
    return new LedgerEvent.Refused(stamp, reasons, evaluation);
  }
}
