package dev.almanac.registry;

import dev.almanac.core.Alias;
import dev.almanac.core.ModelName;
import dev.almanac.core.RunId;
import dev.almanac.files.FileStore;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Writes long ledgers, file by file as the registry would, without the folders that their versions
 * would have. For tests and benchmarks of models with thousands of events.
 */
public final class LedgerFiller {
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

  private final FileStore store;
  private final ModelName model;
  private final LedgerLog log;
  private int versions;

  /** A filler for a model that has no ledger yet. */
  public LedgerFiller(FileStore store, ModelName model) {
    this.store = store;
    this.model = model;
    this.log = new LedgerLog(store, model);
  }

  /** Appends events until the ledger has so many: nine registrations, then the champion moves. */
  public LedgerFiller fillTo(long events) {
    while (log.size() < events) {
      long seq = log.size() + 1;
      LedgerEvent.Stamp stamp =
          new LedgerEvent.Stamp(
              seq,
              FIRST.plusSeconds(seq),
              "ada",
              new RunId(String.format(Locale.ROOT, "20260101t000000z-%010x", seq)));
      append(seq % 10 == 0 ? moved(stamp) : registered(stamp));
    }
    return this;
  }

  /** Appends events as {@link #fillTo} does, until so many versions are registered. */
  public LedgerFiller fillToVersions(int number) {
    while (versions < number) {
      fillTo(log.size() + 1);
    }
    return this;
  }

  /** Writes the pages that a registry would have written by now. */
  public LedgerFiller pages() {
    for (LedgerCheckpoint.Range range : LedgerCheckpoint.cover(log.size())) {
      store.createExclusive(Layout.page(model, range), log.page(range).write());
    }
    return this;
  }

  void append(LedgerEvent event) {
    store.write(Layout.event(model, event.stamp().seq()), EventJson.write(event, log.lastHash()));
    if (!log.readNext()) {
      throw new IllegalStateException("what was written is not there");
    }
  }

  private LedgerEvent registered(LedgerEvent.Stamp stamp) {
    versions++;
    return new LedgerEvent.Registered(
        stamp,
        versions,
        Layout.versionFolder(stamp.runId()),
        "0123456789abcdef".repeat(4),
        Optional.empty());
  }

  private LedgerEvent moved(LedgerEvent.Stamp stamp) {
    return new LedgerEvent.AliasMoved(
        stamp,
        Alias.CHAMPION,
        versions > 9 ? OptionalInt.of(versions - 9) : OptionalInt.empty(),
        OptionalInt.of(versions),
        "passed its gate in run " + stamp.runId(),
        OptionalLong.empty());
  }
}
