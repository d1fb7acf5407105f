package dev.almanac.registry;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelName;
import dev.almanac.core.RunId;
import dev.almanac.files.CreateOutcome;
import dev.almanac.files.FileEntry;
import dev.almanac.files.FileStore;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of one model: reads all of it, and appends by creating the next file exclusively. The
 * files are numbered from 1 without gaps and never change.
 */
final class Ledger {
  /** How often one file is tried whose answer was lost and which is not there. */
  private static final int TRIES = 3;

  /** A change that somebody wants, made anew on every state the ledger turns out to be in. */
  interface Proposal {
    /** The event that has done already what is wanted, if one has. */
    Optional<LedgerEvent> done(ModelState state);

    /**
     * The event to append to this state.
     *
     * @throws AlmanacException if the state does not allow it
     */
    LedgerEvent event(LedgerEvent.Stamp stamp, ModelState state);
  }

  /** Who writes, and by which clock. */
  record Author(Clock clock, String user, RunId runId) {}

  private enum Commit {
    COMMITTED,
    LOST_RACE,
    UNDECIDED
  }

  private final FileStore store;
  private final ModelName model;

  Ledger(FileStore store, ModelName model) {
    this.store = store;
    this.model = model;
  }

  /** All events; none if there is no such model. */
  LedgerLog read() {
    long last = lastListed();
    LedgerLog log = new LedgerLog(store, model);
    while (log.size() < last) {
      if (!log.readNext()) {
        // asked for by name, so this is not a listing that was behind
        String path = Layout.event(model, log.size() + 1);
        throw Damage.of(store, path, "it is missing, and later files of the ledger are there");
      }
    }
    return log;
  }

  private long lastListed() {
    long last = 0;
    for (FileEntry entry : store.list(Layout.ledger(model))) {
      if (Layout.isHidden(entry.name())) {
        continue;
      }
      if (!entry.isFile() || !Layout.isEvent(entry.name())) {
        throw Damage.of(
            store, Layout.ledger(model) + "/" + entry.name(), "it is no file of a ledger");
      }
      last = Math.max(last, Layout.seq(entry.name()));
    }
    return last;
  }

  /**
   * Appends what is proposed, after whoever was faster.
   *
   * @return the event that now stands in the ledger
   * @throws AlmanacException {@code OUTCOME_UNKNOWN} if the answer was lost and the ledger cannot
   *     be read
   */
  LedgerEvent append(Author author, Proposal proposal) {
    LedgerLog log = read();
    while (true) {
      ModelState state = log.state();
      Optional<LedgerEvent> done = proposal.done(state);
      if (done.isPresent()) {
        return done.get();
      }
      LedgerEvent event = proposal.event(nextStamp(log, author), state);
      if (commit(event, EventJson.write(event, log.lastHash()))) {
        return event;
      }
      log.readOn();
    }
  }

  /** Not before the last event, so that "at an instant" is a prefix whatever the clocks say. */
  private static LedgerEvent.Stamp nextStamp(LedgerLog log, Author author) {
    Instant now = author.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    Instant at = log.lastAt().filter(last -> last.isAfter(now)).orElse(now);
    return new LedgerEvent.Stamp(log.size() + 1, at, author.user(), author.runId());
  }

  /** Whether the event stands in the ledger now; if not, another one has its place. */
  private boolean commit(LedgerEvent event, byte[] content) {
    for (int tries = 0; tries < TRIES; tries++) {
      switch (tryCommit(event, content)) {
        case COMMITTED -> {
          return true;
        }
        case LOST_RACE -> {
          return false;
        }
        case UNDECIDED -> {
          // the file is not there but may still come: the same file again does no harm
        }
      }
    }
    throw unknown(event, null);
  }

  private Commit tryCommit(LedgerEvent event, byte[] content) {
    String path = Layout.event(model, event.stamp().seq());
    Optional<AlmanacException> failure = Optional.empty();
    try {
      if (store.createExclusive(path, content) == CreateOutcome.CREATED) {
        return Commit.COMMITTED;
      }
    } catch (AlmanacException e) {
      if (e.code() == ErrorCode.STORE_UNSAFE) {
        throw e;
      }
      failure = Optional.of(e);
    }
    Optional<byte[]> found;
    try {
      found = store.read(path);
    } catch (AlmanacException e) {
      failure.ifPresent(e::addSuppressed);
      throw unknown(event, e);
    }
    if (found.isPresent()) {
      return Arrays.equals(found.get(), content) ? Commit.COMMITTED : Commit.LOST_RACE;
    }
    if (failure.isPresent() && failure.get().code() != ErrorCode.OUTCOME_UNKNOWN) {
      throw failure.get();
    }
    return Commit.UNDECIDED;
  }

  private AlmanacException unknown(LedgerEvent event, @Nullable AlmanacException cause) {
    return new AlmanacException(
        ErrorCode.OUTCOME_UNKNOWN,
        """
        Whether '%s' by run %s became part of the ledger of %s is not known: the answer was lost and %s cannot be read.
        Look at the model's history for that run once the store is back; doing it again with the same run id is safe."""
            .formatted(
                event.kind(),
                event.stamp().runId(),
                model,
                store.locate(Layout.event(model, event.stamp().seq()))),
        cause);
  }
}
