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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A table of runs as it is whenever it is asked about. The table's log is looked at each time; its
 * rows are kept, and read again only when the table is of another version. The newest states are
 * kept, and no more than a number of them; what needs older ones reads the table. Starts no Spark.
 * Safe for use by many threads.
 */
public final class KeptRuns {
  private final String path;
  private final Engine engine;
  private final Table table;
  private final int most;
  private @Nullable Kept kept;
  private int readings;

  /**
   * Rows of one version of the table.
   *
   * @param states the newest, oldest first
   * @param latest of these states, as {@link RunRecord#latest}
   * @param droppedAt when the newest state that is not among them was come to; null if all are
   */
  private record Kept(
      long version,
      String tableId,
      List<RunRecord> states,
      List<RunRecord> latest,
      @Nullable Instant droppedAt) {}

  /**
   * A table that is not looked at yet.
   *
   * @param path an absolute path or URI
   * @param storeSettings settings of the file system, named as Hadoop does
   * @param most how many states are kept, at least 1
   */
  public KeptRuns(String path, Map<String, String> storeSettings, int most) {
    this.path = path;
    this.engine = Engines.of(storeSettings);
    this.table = Table.forPath(engine, path);
    this.most = most;
  }

  /**
   * Runs in the state each came to last in each of its tables, see {@link RunRecord#latest}. Where
   * no table stands there were none.
   *
   * @param limit how many at most
   * @throws AlmanacException SCHEMA_MISMATCH if it is another table; WAREHOUSE_UNAVAILABLE
   */
  public List<RunRecord> latest(Predicate<RunRecord> wanted, int limit) {
    Kept now = now();
    List<RunRecord> found = now.latest().stream().filter(wanted).limit(limit).toList();
    Instant droppedAt = now.droppedAt();
    // A run of which no state is kept began before the newest of those that are not.
    if (droppedAt == null
        || (found.size() == limit && found.get(limit - 1).startedAt().isAfter(droppedAt))) {
      return found;
    }
    return all().latest().stream().filter(wanted).limit(limit).toList();
  }

  /**
   * The states that a run came to, oldest first.
   *
   * @throws AlmanacException NO_SUCH_RUN; and as {@link #latest}
   */
  public List<RunRecord> of(RunId run) {
    Kept now = now();
    return now.droppedAt() == null ? new RunHistory(path, now.states()).of(run) : all().of(run);
  }

  /** How often rows were read. */
  synchronized int readings() {
    return readings;
  }

  private RunHistory all() {
    synchronized (this) {
      readings++;
    }
    return RunHistory.open(path, engine);
  }

  private synchronized Kept now() {
    try {
      SnapshotImpl snapshot = (SnapshotImpl) table.getLatestSnapshot(engine);
      String id = snapshot.getMetadata().getId();
      Kept known = kept;
      if (known != null && known.version() == snapshot.getVersion() && known.tableId().equals(id)) {
        return known;
      }
      readings++;
      Kept now =
          newest(snapshot.getVersion(), id, RunHistory.read(path, engine, snapshot).states());
      kept = now;
      return now;
    } catch (TableNotFoundException e) {
      return newest(-1, "", List.of());
    } catch (KernelException | KernelEngineException | IOException | UncheckedIOException e) {
      throw Refusals.unavailable(path, e);
    }
  }

  private Kept newest(long version, String id, List<RunRecord> all) {
    int dropped = Math.max(0, all.size() - most);
    List<RunRecord> states = List.copyOf(all.subList(dropped, all.size()));
    return new Kept(
        version,
        id,
        states,
        RunRecord.latest(states),
        dropped == 0 ? null : all.get(dropped - 1).finishedAt());
  }
}
