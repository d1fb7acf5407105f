package dev.almanac.registry;

import dev.almanac.core.ModelName;
import dev.almanac.files.FileStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What was read of a ledger so far, each file checked against the one before. One thread's. */
final class LedgerLog {
  private final FileStore store;
  private final ModelName model;
  private final List<LedgerEvent> events = new ArrayList<>();
  private String lastHash = EventJson.NONE;

  LedgerLog(FileStore store, ModelName model) {
    this.store = store;
    this.model = model;
  }

  /** Reads the next file, if it is there. */
  boolean readNext() {
    long seq = events.size() + 1L;
    String path = Layout.event(model, seq);
    Optional<byte[]> content = store.read(path);
    if (content.isEmpty()) {
      return false;
    }
    EventJson.Entry entry;
    try {
      entry = EventJson.read(content.get());
    } catch (MalformedException e) {
      throw Damage.of(store, path, e.what(), e);
    }
    if (entry.event().stamp().seq() != seq) {
      throw Damage.of(
          store, path, "it says it is number " + entry.event().stamp().seq() + " of the ledger");
    }
    if (!entry.previous().equals(lastHash)) {
      throw Damage.of(
          store,
          path,
          "it follows a file with hash '%s', and the one before it has '%s'; one of the two was replaced"
              .formatted(entry.previous(), lastHash));
    }
    events.add(entry.event());
    lastHash = entry.hash();
    return true;
  }

  /** Reads all that came since. */
  void readOn() {
    boolean more = readNext();
    while (more) {
      more = readNext();
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
