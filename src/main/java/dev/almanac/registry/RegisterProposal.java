package dev.almanac.registry;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.RunId;
import java.util.Optional;

/**
 * Proposal to register a staged version under the next number.
 *
 * @param stagedBy the run that names its folder
 * @param origin where it was copied from; absent if it was trained here
 */
record RegisterProposal(RunId stagedBy, String manifestSha256, Optional<Origin> origin)
    implements Ledger.Proposal {
  @Override
  public Optional<LedgerEvent> done(ModelState state) {
    return state.registeredBy(madeBy()).map(LedgerEvent.class::cast);
  }

  private RunId madeBy() {
    return origin.map(Origin::runId).orElse(stagedBy);
  }

  @Override
  public LedgerEvent event(LedgerEvent.Stamp stamp, ModelState state) {
    LedgerEvent.Discarded discarded = state.discarded().get(stagedBy);
    if (discarded != null) {
      throw new AlmanacException(
          ErrorCode.LOST_RACE,
          "Run %s cannot publish: %s took its staged files for abandoned and removed them at %s by 'registry clean'. Nothing was published; do it again, and clean with a larger --older-than."
              .formatted(stagedBy, discarded.stamp().by(), discarded.stamp().at()));
    }
    int number = state.latest().orElse(0) + 1;
    return new LedgerEvent.Registered(
        stamp, number, Layout.versionFolder(stagedBy), manifestSha256, origin);
  }
}
