package dev.almanac.registry;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ModelName;
import dev.almanac.files.FileStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The events read from a ledger so far, each verified against the one before. Not thread-safe. */
final class LedgerLog {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerLog.class);

  private final FileStore store;
  private final ModelName model;
  private final List<LedgerEvent> events = new ArrayList<>();

  /** The hash of the last file at each length at which a checkpoint may begin or end. */
  private final Map<Long, String> hashes = new HashMap<>();

  private String lastHash = EventJson.NONE;
  private boolean endsWithPage;

  LedgerLog(FileStore store, ModelName model) {
    this.store = store;
    this.model = model;
    hashes.put(0L, EventJson.NONE);
  }

  /** Reads the next file, if it exists. */
  boolean readNext() {
    long seq = events.size() + 1L;
    String path = Layout.event(model, seq);
    Optional<byte[]> content = store.read(path);
    if (content.isEmpty()) {
      return false;
    }
    EventJson.Entry entry = entry(path, content.get());
    if (entry.event().stamp().seq() != seq) {
      throw CorruptionErrors.of(
          store, path, "it says it is number " + entry.event().stamp().seq() + " of the ledger");
    }
    if (!entry.previous().equals(lastHash)) {
      throw CorruptionErrors.of(
          store,
          path,
          "it follows a file with hash '%s', and the one before it has '%s'; one of the two was replaced"
              .formatted(entry.previous(), lastHash));
    }
    events.add(entry.event());
    went(entry.hash());
    endsWithPage = false;
    return true;
  }

  private EventJson.Entry entry(String path, byte[] content) {
    try {
      return EventJson.read(content);
    } catch (MalformedException e) {
      throw CorruptionErrors.of(store, path, e.what(), e);
    }
  }

  /**
   * Reads the checkpoint that begins here, if it is valid. An invalid one only costs time: the
   * event files have the same content.
   */
  boolean readPage(LedgerCheckpoint.Range range) {
    String path = Layout.page(model, range);
    try {
      Optional<byte[]> content = store.read(path);
      if (content.isEmpty()) {
        return false;
      }
      LedgerCheckpoint page = LedgerCheckpoint.read(content.get(), range);
      if (!page.previous().equals(lastHash)) {
        throw new MalformedException("it does not follow the event before it");
      }
      events.addAll(page.events());
      went(page.lastHash());
      endsWithPage = true;
      return true;
    } catch (MalformedException e) {
      LOG.warn("a page of a ledger is passed over: page={} reason={}", path, e.what());
      return false;
    }
  }

  /**
   * Verifies a checkpoint at the end against the newest event file, since there is no next event
   * yet whose link would reveal a wrong one.
   */
  void checkEnd() {
    if (!endsWithPage) {
      return;
    }
    String path = Layout.event(model, events.size());
    Optional<byte[]> content = store.read(path);
    if (content.isEmpty()) {
      throw CorruptionErrors.of(store, path, "it is missing, and a page of the ledger repeats it");
    }
    if (!entry(path, content.get()).hash().equals(lastHash)) {
      throw CorruptionErrors.of(
          store, path, "a page of the ledger repeats it with the hash '%s'".formatted(lastHash));
    }
    endsWithPage = false;
  }

  /** Reads all events that were added since. */
  void readOn() {
    boolean more = readNext();
    while (more) {
      more = readNext();
    }
  }

  /** The checkpoint of a range that was read. */
  LedgerCheckpoint page(LedgerCheckpoint.Range range) {
    return new LedgerCheckpoint(
        range,
        hash(range.first() - 1),
        hash(range.last()),
        events.subList((int) range.first() - 1, (int) range.last()));
  }

  private String hash(long length) {
    String hash = hashes.get(length);
    if (hash == null) {
      throw new IllegalStateException("no page may begin or end at event " + length);
    }
    return hash;
  }

  private void went(String hash) {
    lastHash = hash;
    if (LedgerCheckpoint.isDue(events.size())) {
      hashes.put((long) events.size(), hash);
    }
  }

  long size() {
    return events.size();
  }

  List<LedgerEvent> events() {
    return Collections.unmodifiableList(events);
  }

  ModelState state() {
    return ModelState.fold(model, events);
  }

  /**
   * The state, for callers that act on it.
   *
   * @throws AlmanacException {@code LEDGER_NOT_UNDERSTOOD} if the ledger has a must-understand
   *     event of a later release
   */
  ModelState understood() {
    ModelState state = state();
    state.requireUnderstood();
    return state;
  }

  /** The hash of the last file. */
  String lastHash() {
    return lastHash;
  }

  /** The newest event. */
  Optional<LedgerEvent> last() {
    return events.isEmpty() ? Optional.empty() : Optional.of(events.get(events.size() - 1));
  }

  /** When the newest event was written. */
  Optional<Instant> lastAt() {
    return last().map(event -> event.stamp().at());
  }
}
