package dev.almanac.registry;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ModelName;
import dev.almanac.files.FileStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Verification of a ledger file by file, without checkpoints; continues after each error. Not
 * thread-safe; for single use.
 */
final class LedgerAudit {
  /** After this number of consecutive missing files the rest of a gap is one finding. */
  private static final int LONGEST_GAP = 100;

  private final FileStore store;
  private final ModelName model;
  private final List<LedgerEvent> events = new ArrayList<>();
  private final List<VerificationReport.Finding> findings = new ArrayList<>();

  /** The hash of each valid file. */
  private final Map<Long, String> hashes = new HashMap<>();

  private LedgerAudit(FileStore store, ModelName model) {
    this.store = store;
    this.model = model;
    hashes.put(0L, EventJson.NONE);
  }

  static LedgerAudit of(FileStore store, ModelName model) {
    LedgerAudit audit = new LedgerAudit(store, model);
    List<LedgerCheckpoint.Range> pages = new ArrayList<>();
    TreeSet<Long> listed = new TreeSet<>();
    long last = 0;
    for (String name : store.names(Layout.ledger(model))) {
      Optional<LedgerCheckpoint.Range> page = Layout.pageRange(name);
      if (page.isPresent()) {
        pages.add(page.get());
        last = Math.max(last, page.get().last());
      } else if (Layout.isEvent(name)) {
        listed.add(Layout.seq(name));
        last = Math.max(last, Layout.seq(name));
      } else if (!Layout.isHidden(name)) {
        audit.found(Layout.ledger(model) + "/" + name, "it is no file of a ledger");
      }
    }
    audit.events(last, listed);
    audit.contradictions();
    pages.forEach(audit::page);
    return audit;
  }

  /**
   * Reads all events by their numbers.
   *
   * @param last the highest number in a file name
   * @param listed the numbers of the event files; only a file that is listed ends a long gap
   */
  private void events(long last, NavigableSet<Long> listed) {
    int missing = 0;
    long seq = 1;
    while (seq <= last) {
      missing = event(seq) ? 0 : missing + 1;
      seq++;
      if (missing == LONGEST_GAP) {
        @Nullable Long next = listed.ceiling(seq);
        long end = next == null ? last + 1 : next;
        if (end > seq) {
          found(Layout.event(model, seq), "missing, as all up to number " + (end - 1) + " are");
        }
        seq = end;
        missing = 0;
      }
    }
  }

  /** Whether the file of an event exists. */
  private boolean event(long seq) {
    String path = Layout.event(model, seq);
    Optional<byte[]> content;
    try {
      content = store.read(path);
    } catch (AlmanacException e) {
      found(path, CorruptionErrors.finding(e));
      return true;
    }
    if (content.isEmpty()) {
      found(path, "missing");
      return false;
    }
    event(seq, path, content.get());
    return true;
  }

  private void event(long seq, String path, byte[] content) {
    EventJson.Entry entry;
    try {
      entry = EventJson.read(content);
    } catch (MalformedException e) {
      found(path, e.what());
      return;
    }
    if (entry.event().stamp().seq() != seq) {
      found(path, "it says it is number " + entry.event().stamp().seq() + " of the ledger");
      return;
    }
    @Nullable String before = hashes.get(seq - 1);
    if (before != null && !before.equals(entry.previous())) {
      found(path, "it does not follow the file before it; one of the two was replaced");
    }
    hashes.put(seq, entry.hash());
    events.add(entry.event());
  }

  /** Checks that the events are consistent, if all of them exist. */
  private void contradictions() {
    if (!findings.isEmpty()) {
      return;
    }
    try {
      ModelState.fold(model, events);
    } catch (AlmanacException e) {
      found(Layout.ledger(model), CorruptionErrors.finding(e));
    }
  }

  private void page(LedgerCheckpoint.Range range) {
    String path = Layout.page(model, range);
    boolean good;
    try {
      LedgerCheckpoint page = LedgerCheckpoint.read(store.read(path).orElse(new byte[0]), range);
      good =
          page.previous().equals(hashes.get(range.first() - 1))
              && page.lastHash().equals(hashes.get(range.last()))
              && Arrays.equals(page.write(), expected(range).write());
    } catch (MalformedException e) {
      good = false;
    } catch (AlmanacException e) {
      found(path, CorruptionErrors.finding(e));
      return;
    }
    if (!good) {
      found(
          path,
          "it does not repeat the events it stands for. It only saves time: once the event files"
              + " are good, remove it");
    }
  }

  private LedgerCheckpoint expected(LedgerCheckpoint.Range range) {
    return new LedgerCheckpoint(
        range,
        hashes.getOrDefault(range.first() - 1, ""),
        hashes.getOrDefault(range.last(), ""),
        events.stream()
            .filter(event -> event.stamp().seq() >= range.first())
            .filter(event -> event.stamp().seq() <= range.last())
            .toList());
  }

  private void found(String path, String what) {
    findings.add(new VerificationReport.Finding(path, what));
  }

  /** The events of the valid files. */
  List<LedgerEvent> events() {
    return events;
  }

  /** The versions that the valid files register. */
  List<LedgerEvent.Registered> registered() {
    return events.stream()
        .filter(LedgerEvent.Registered.class::isInstance)
        .map(LedgerEvent.Registered.class::cast)
        .toList();
  }

  List<VerificationReport.Finding> findings() {
    return findings;
  }
}
