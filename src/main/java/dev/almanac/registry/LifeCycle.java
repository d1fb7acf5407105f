package dev.almanac.registry;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.RunId;
import dev.almanac.core.TagKey;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to versions after they came to be: tags, notes, withdrawal. Each is one event of the
 * ledger; nothing else is touched. All raise {@code NO_SUCH_MODEL} and {@code NO_SUCH_VERSION}, and
 * {@code BAD_OPTION} for a text that is empty or too long. May be used by many threads.
 */
public final class LifeCycle {
  private static final Logger LOG = LoggerFactory.getLogger(LifeCycle.class);

  private final RegistryReader catalogue;
  private final Function<ModelName, Ledger> ledgers;
  private final Function<RunId, Ledger.Author> authors;

  LifeCycle(
      RegistryReader catalogue,
      Function<ModelName, Ledger> ledgers,
      Function<RunId, Ledger.Author> authors) {
    this.catalogue = catalogue;
    this.ledgers = ledgers;
    this.authors = authors;
  }

  /**
   * Sets a tag.
   *
   * @param number the version's; absent for a tag of the model itself
   * @return whether anything was written; a tag that has the value already is left as it is
   */
  public boolean tag(ModelName model, OptionalInt number, TagKey key, String value, RunId runId) {
    Optional<String> checked = Optional.of(ReasonText.value(value));
    return append(model, runId, new LifeCycleProposals.Tag(runId, number, key, checked));
  }

  /**
   * Takes a tag away.
   *
   * @param number the version's; absent for a tag of the model itself
   * @return whether anything was written
   * @throws AlmanacException {@code NO_SUCH_TAG} if there never was one, saying which there are
   */
  public boolean untag(ModelName model, OptionalInt number, TagKey key, RunId runId) {
    return append(model, runId, new LifeCycleProposals.Tag(runId, number, key, Optional.empty()));
  }

  /**
   * Writes a note into the history.
   *
   * @param number the version's; absent for a note on the model itself
   */
  public void note(ModelName model, OptionalInt number, String text, RunId runId) {
    append(model, runId, new LifeCycleProposals.Note(runId, number, ReasonText.note(text)));
  }

  /**
   * Forbids a version: no alias resolves to it and nothing is scored with it until it is restored.
   * It can still be looked at. Aliases keep pointing to it, so that nobody is served another
   * version in silence.
   *
   * @return whether anything was written; a version that is withdrawn already stays so
   */
  public boolean withdraw(ModelVersion version, String reason, RunId runId) {
    return append(
        version.model(),
        runId,
        new LifeCycleProposals.Withdrawal(runId, version.number(), ReasonText.reason(reason)));
  }

  /**
   * Allows a version again.
   *
   * @return whether anything was written; a version that is not withdrawn is left as it is
   */
  public boolean restore(ModelVersion version, String reason, RunId runId) {
    return append(
        version.model(),
        runId,
        new LifeCycleProposals.Restoration(runId, version.number(), ReasonText.reason(reason)));
  }

  /** The command by which a person points an alias to a version that may be used. */
  public String commandToMove(ModelName model, Alias alias) {
    return RollbackProposal.commandFor(catalogue.ledger(model).state(), alias);
  }

  private boolean append(ModelName model, RunId runId, Ledger.Proposal proposal) {
    catalogue.ledger(model);
    LedgerEvent event = ledgers.apply(model).append(authors.apply(runId), proposal);
    boolean written = event.stamp().runId().equals(runId);
    if (written) {
      LOG.info("{}: model={} event={} run={}", event.kind(), model, event.stamp().seq(), runId);
    }
    return written;
  }
}
