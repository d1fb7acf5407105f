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
 * Changes of registered versions: tags, notes, withdrawal. Each is one ledger event and changes
 * nothing else. All raise {@code NO_SUCH_MODEL} and {@code NO_SUCH_VERSION}, and {@code BAD_OPTION}
 * for a text that is empty or too long. Thread-safe.
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
   * @return whether an event was written; false if the tag has the value already
   */
  public boolean tag(ModelName model, OptionalInt number, TagKey key, String value, RunId runId) {
    Optional<String> checked = Optional.of(ReasonText.value(value));
    return append(model, runId, new LifeCycleProposals.Tag(runId, number, key, checked));
  }

  /**
   * Removes a tag.
   *
   * @param number the version's; absent for a tag of the model itself
   * @return whether an event was written
   * @throws AlmanacException {@code NO_SUCH_TAG} if there never was one; the message lists the
   *     existing tags
   */
  public boolean untag(ModelName model, OptionalInt number, TagKey key, RunId runId) {
    return append(model, runId, new LifeCycleProposals.Tag(runId, number, key, Optional.empty()));
  }

  /**
   * Writes a note into the ledger.
   *
   * @param number the version's; absent for a note on the model itself
   */
  public void note(ModelName model, OptionalInt number, String text, RunId runId) {
    append(model, runId, new LifeCycleProposals.Note(runId, number, ReasonText.note(text)));
  }

  /**
   * Withdraws a version: no alias resolves to it and nothing is scored with it until it is
   * restored. It can still be inspected. Aliases keep pointing to it, so that no other version is
   * served silently.
   *
   * @return whether an event was written; false if the version is withdrawn already
   */
  public boolean withdraw(ModelVersion version, String reason, RunId runId) {
    return append(
        version.model(),
        runId,
        new LifeCycleProposals.Withdrawal(runId, version.number(), ReasonText.reason(reason)));
  }

  /**
   * Restores a withdrawn version.
   *
   * @return whether an event was written; false if the version is not withdrawn
   */
  public boolean restore(ModelVersion version, String reason, RunId runId) {
    return append(
        version.model(),
        runId,
        new LifeCycleProposals.Restoration(runId, version.number(), ReasonText.reason(reason)));
  }

  /** The command with which a user points an alias to a usable version. */
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
