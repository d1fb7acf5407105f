package dev.almanac.registry;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelName;
import dev.almanac.core.RunId;
import dev.almanac.files.CreateOutcome;
import dev.almanac.files.FileStore;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Append-only event log of one model. Reads all events, and appends one by creating the next file
 * exclusively. The files are numbered from 1 without gaps and never change. A {@link
 * LedgerCheckpoint} follows every hundredth event; readers take it instead of the event files that
 * it repeats.
 */
final class Ledger {
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

  /** Number of attempts to write a file whose response was lost and which does not exist. */
  private static final int TRIES = 3;

  /** A proposed change, evaluated again on each state of the ledger that an attempt finds. */
  interface Proposal {
    /** The event that already made the change, if there is one. */
    Optional<LedgerEvent> done(ModelState state);

    /**
     * The event to append to this state.
     *
     * @throws AlmanacException if the state does not allow it
     */
    LedgerEvent event(LedgerEvent.Stamp stamp, ModelState state);
  }

  /**
   * Content of a ledger's folder.
   *
   * @param last the highest number of an event that has a file or is in a checkpoint; 0 for none
   */
  private record Contents(long last, Set<LedgerCheckpoint.Range> pages) {}

  /** The writer of events and its clock. */
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

  /** Reads all events; none if the model does not exist. */
  LedgerLog read() {
    Contents contents = contents();
    LedgerLog log = new LedgerLog(store, model);
    while (log.size() < contents.last()) {
      if (!readPage(log, contents.pages()) && !log.readNext()) {
        // opened by name, so a stale listing does not matter
        String path = Layout.event(model, log.size() + 1);
        throw CorruptionErrors.of(
            store, path, "it is missing, and later files of the ledger are there");
      }
    }
    log.checkEnd();
    return log;
  }

  private static boolean readPage(LedgerLog log, Set<LedgerCheckpoint.Range> pages) {
    return pages.stream()
        .filter(page -> page.first() == log.size() + 1)
        .sorted(Comparator.comparingLong(LedgerCheckpoint.Range::last).reversed())
        .anyMatch(log::readPage);
  }

  /** Lists the ledger's folder, by file name. */
  private Contents contents() {
    long last = 0;
    Set<LedgerCheckpoint.Range> pages = new HashSet<>();
    for (String name : store.names(Layout.ledger(model))) {
      Optional<LedgerCheckpoint.Range> page = Layout.pageRange(name);
      if (page.isPresent()) {
        pages.add(page.get());
        last = Math.max(last, page.get().last());
      } else if (Layout.isEvent(name)) {
        last = Math.max(last, Layout.seq(name));
      } else if (!Layout.isHidden(name)) {
        throw CorruptionErrors.of(
            store, Layout.ledger(model) + "/" + name, "it is no file of a ledger");
      }
    }
    return new Contents(last, pages);
  }

  /**
   * Appends the proposed event after those of faster writers.
   *
   * @return the event that is now in the ledger
   * @throws AlmanacException {@code OUTCOME_UNKNOWN} if the response was lost and the ledger cannot
   *     be read
   */
  LedgerEvent append(Author author, Proposal proposal) {
    LedgerLog log = read();
    while (true) {
      ModelState state = log.understood();
      Optional<LedgerEvent> done = proposal.done(state);
      if (done.isPresent()) {
        return done.get();
      }
      LedgerEvent event = proposal.event(nextStamp(log, author), state);
      if (commit(event, EventJson.write(event, log.lastHash()))) {
        if (LedgerCheckpoint.isDue(event.stamp().seq())) {
          writePages(log);
        }
        return event;
      }
      log.readOn();
    }
  }

  /** Writes checkpoints. They only save time, so a failure does not fail the append. */
  private void writePages(LedgerLog log) {
    try {
      log.readOn();
      for (LedgerCheckpoint.Range range : LedgerCheckpoint.cover(log.size())) {
        String path = Layout.page(model, range);
        if (store.read(path).isEmpty()) {
          store.createExclusive(path, log.page(range).write());
        }
      }
    } catch (AlmanacException e) {
      LOG.warn("a page of a ledger was not written: model={} reason={}", model, e.getMessage());
    }
  }

  /**
   * Not before the last event, so that the events up to an instant are a prefix even if clocks
   * differ.
   */
  private static LedgerEvent.Stamp nextStamp(LedgerLog log, Author author) {
    Instant now = author.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    Instant at = log.lastAt().filter(last -> last.isAfter(now)).orElse(now);
    return new LedgerEvent.Stamp(log.size() + 1, at, author.user(), author.runId());
  }

  /** Whether the event is in the ledger now; if not, another event has its number. */
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
          // the file does not exist but may still appear: writing the same file again does no harm
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
