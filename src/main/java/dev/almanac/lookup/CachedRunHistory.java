package dev.almanac.lookup;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.RunId;
import dev.almanac.core.RunRecord;
import io.delta.kernel.Table;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.KernelEngineException;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.internal.SnapshotImpl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Cache of the newest rows of the runs table, kept current. The table's log is read for each call;
 * its rows are cached and read again only when the table has another version, once for all callers
 * that wait. The newest states are cached, up to a number; calls that need older ones read the
 * table, one at a time. Starts no Spark. Safe for use by many threads; a slow file system delays
 * only the calls that read it.
 */
public final class CachedRunHistory {
  private final String path;
  private final Engine engine;
  private final int most;
  private final AtomicInteger readings = new AtomicInteger();
  private final Object reading = new Object();
  private volatile @Nullable Kept kept;

  /**
   * Rows of one version of the table.
   *
   * @param snapshot the version; null where there is no table
   * @param states the newest, oldest first
   * @param latest of these states, as {@link RunRecord#latest}
   * @param droppedAt when the newest state that is not among them was reached; null if all are
   * @param whole all runs, softly referenced; null if they were not read
   */
  private record Kept(
      @Nullable SnapshotImpl snapshot,
      List<RunRecord> states,
      List<RunRecord> latest,
      @Nullable Instant droppedAt,
      @Nullable SoftReference<List<RunRecord>> whole) {
    boolean isOf(SnapshotImpl other) {
      return snapshot != null
          && snapshot.getVersion() == other.getVersion()
          && snapshot.getMetadata().getId().equals(other.getMetadata().getId());
    }

    Kept with(List<RunRecord> all) {
      return new Kept(snapshot, states, latest, droppedAt, new SoftReference<>(all));
    }
  }

  /**
   * A cache of a table that is not read yet.
   *
   * @param path an absolute path or URI
   * @param storeSettings settings of the file system, named as Hadoop does
   * @param most maximum number of cached states, at least 1
   */
  public CachedRunHistory(String path, Map<String, String> storeSettings, int most) {
    this.path = path;
    this.engine = DeltaEngines.of(storeSettings);
    this.most = most;
  }

  /**
   * The last state of each run in each of its tables, see {@link RunRecord#latest}. Empty if there
   * is no table.
   *
   * @param limit maximum number
   * @throws AlmanacException SCHEMA_MISMATCH if the location has another table;
   *     WAREHOUSE_UNAVAILABLE
   */
  public List<RunRecord> latest(Predicate<RunRecord> required, int limit) {
    Kept now = now();
    List<RunRecord> found = now.latest().stream().filter(required).limit(limit).toList();
    Instant droppedAt = now.droppedAt();
    // A run without a cached state began before the newest dropped state.
    if (droppedAt == null
        || (found.size() == limit && found.get(limit - 1).startedAt().isAfter(droppedAt))) {
      return found;
    }
    return whole(now).stream().filter(required).limit(limit).toList();
  }

  /**
   * The states that a run reached, oldest first.
   *
   * @throws AlmanacException NO_SUCH_RUN; and as {@link #latest}
   */
  public List<RunRecord> of(RunId run) {
    Kept now = now();
    SnapshotImpl snapshot = now.snapshot();
    if (now.droppedAt() == null || snapshot == null) {
      return new RunHistory(path, now.states()).of(run);
    }
    synchronized (reading) {
      readings.incrementAndGet();
      try {
        return RunHistory.read(path, engine, snapshot, run).of(run);
      } catch (KernelException | KernelEngineException | IOException | UncheckedIOException e) {
        throw LookupErrors.unavailable(path, e);
      }
    }
  }

  /** Number of times that rows were read, for tests. */
  int readings() {
    return readings.get();
  }

  /** All runs of a version that has more states than are cached. */
  private List<RunRecord> whole(Kept of) {
    synchronized (reading) {
      Kept newest = kept;
      // Another caller may have read them while this one waited.
      SoftReference<List<RunRecord>> read =
          newest != null && newest.snapshot() == of.snapshot() ? newest.whole() : of.whole();
      List<RunRecord> all = read == null ? null : read.get();
      SnapshotImpl snapshot = of.snapshot();
      if (all == null && snapshot != null) {
        readings.incrementAndGet();
        try {
          all = RunHistory.read(path, engine, snapshot).latest();
        } catch (KernelException | KernelEngineException | IOException | UncheckedIOException e) {
          throw LookupErrors.unavailable(path, e);
        }
        if (newest != null && newest.snapshot() == snapshot) {
          kept = newest.with(all);
        }
      }
      return all == null ? List.of() : all;
    }
  }

  private Kept now() {
    try {
      SnapshotImpl snapshot = (SnapshotImpl) Table.forPath(engine, path).getLatestSnapshot(engine);
      Kept known = kept;
      if (known != null && known.isOf(snapshot)) {
        return known;
      }
      synchronized (reading) {
        known = kept;
        if (known != null && known.isOf(snapshot)) {
          return known;
        }
        readings.incrementAndGet();
        Kept now = newest(snapshot, RunHistory.read(path, engine, snapshot).states());
        if (known == null || known.snapshot() == null || isNewer(snapshot, known.snapshot())) {
          kept = now;
        }
        return now;
      }
    } catch (TableNotFoundException e) {
      return newest(null, List.of());
    } catch (KernelException | KernelEngineException | IOException | UncheckedIOException e) {
      throw LookupErrors.unavailable(path, e);
    }
  }

  /** Whether a snapshot is not an older version of the same table. */
  private static boolean isNewer(SnapshotImpl snapshot, SnapshotImpl known) {
    return !snapshot.getMetadata().getId().equals(known.getMetadata().getId())
        || snapshot.getVersion() > known.getVersion();
  }

  private Kept newest(@Nullable SnapshotImpl snapshot, List<RunRecord> all) {
    int dropped = Math.max(0, all.size() - most);
    List<RunRecord> states = List.copyOf(all.subList(dropped, all.size()));
    return new Kept(
        snapshot,
        states,
        RunRecord.latest(states),
        dropped == 0 ? null : all.get(dropped - 1).finishedAt(),
        null);
  }
}
