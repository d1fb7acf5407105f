package dev.almanac.registry;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelName;
import dev.almanac.files.FileStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A ledger read file by file, without pages, going on after each damage. One thread's, used once.
 */
final class LedgerAudit {
  private final FileStore store;
  private final ModelName model;
  private final List<LedgerEvent> events = new ArrayList<>();
  private final List<VerificationReport.Finding> findings = new ArrayList<>();

  /** The hash of each file that was good. */
  private final Map<Long, String> hashes = new HashMap<>();

  private LedgerAudit(FileStore store, ModelName model) {
    this.store = store;
    this.model = model;
    hashes.put(0L, EventJson.NONE);
  }

  static LedgerAudit of(FileStore store, ModelName model) {
    LedgerAudit audit = new LedgerAudit(store, model);
    List<LedgerPage.Range> pages = new ArrayList<>();
    long last = 0;
    for (String name : store.names(Layout.ledger(model))) {
      Optional<LedgerPage.Range> page = Layout.pageRange(name);
      if (page.isPresent()) {
        pages.add(page.get());
        last = Math.max(last, page.get().last());
      } else if (Layout.isEvent(name)) {
        last = Math.max(last, Layout.seq(name));
      } else if (!Layout.isHidden(name)) {
        audit.found(Layout.ledger(model) + "/" + name, "it is no file of a ledger");
      }
    }
    for (long seq = 1; seq <= last; seq++) {
      audit.event(seq);
    }
    audit.contradictions();
    pages.forEach(audit::page);
    return audit;
  }

  private void event(long seq) {
    String path = Layout.event(model, seq);
    Optional<byte[]> content = store.read(path);
    if (content.isEmpty()) {
      found(path, "missing");
      return;
    }
    EventJson.Entry entry;
    try {
      entry = EventJson.read(content.get());
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

  /** What the events say must make sense, if all of them are there. */
  private void contradictions() {
    if (!findings.isEmpty()) {
      return;
    }
    try {
      ModelState.fold(model, events);
    } catch (AlmanacException e) {
      if (e.code() != ErrorCode.ARTIFACT_DAMAGED) {
        throw e;
      }
      found(Layout.ledger(model), Damage.what(e));
    }
  }

  private void page(LedgerPage.Range range) {
    String path = Layout.page(model, range);
    boolean good;
    try {
      LedgerPage page = LedgerPage.read(store.read(path).orElse(new byte[0]), range);
      good =
          page.previous().equals(hashes.get(range.first() - 1))
              && page.lastHash().equals(hashes.get(range.last()))
              && Arrays.equals(page.write(), expected(range).write());
    } catch (MalformedException e) {
      good = false;
    }
    if (!good) {
      found(
          path,
          "it does not repeat the events it stands for. It only saves time: once the event files are good, remove it");
    }
  }

  private LedgerPage expected(LedgerPage.Range range) {
    return new LedgerPage(
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

  /** The events of the files that are good. */
  List<LedgerEvent> events() {
    return events;
  }

  /** The versions that the good files register. */
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
