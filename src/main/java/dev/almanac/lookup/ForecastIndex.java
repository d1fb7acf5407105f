package dev.almanac.lookup;

import dev.almanac.core.AlmanacException;
import io.delta.kernel.exceptions.KernelEngineException;
import io.delta.kernel.exceptions.KernelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Local on-disk index of one forecast table by key, which follows the table. A refresh loads only
 * new data files next to the existing ones, and switches versions atomically: a reader sees one
 * version of the table throughout. The index survives restarts; one that has the table's current
 * version is used as it is.
 *
 * <p>Thread-safe. One process writes to a folder; others may read it. Starts no Spark.
 */
public final class ForecastIndex implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ForecastIndex.class);
  private static final String RENAMES = "delta.columnMapping.mode";
  static final String RUNS = "runs";
  private static final long LONGEST_READING = TimeUnit.SECONDS.toNanos(10);

  private final String path;
  private final Path folder;
  private final ForecastTable table;
  private final SstStore database;
  private final IndexLoader loader;
  private final ReentrantLock changing = new ReentrantLock();
  private final List<IndexVersion> former = new ArrayList<>();
  private volatile @Nullable IndexVersion newest;

  private ForecastIndex(
      String path, Path folder, ForecastTable table, SstStore database, IndexLoader loader) {
    this.path = path;
    this.folder = folder;
    this.table = table;
    this.database = database;
    this.loader = loader;
  }

  /**
   * Opens an index in a folder for writing. Existing content of the table is readable at once.
   *
   * @param folder of this index alone; created if it does not exist
   * @param tablePath an absolute path or URI
   * @param storeSettings settings of the table's file system, with Hadoop's names
   * @param threads number of files loaded at a time
   * @throws AlmanacException STORE_UNAVAILABLE if the folder cannot be used, such as when another
   *     process writes to it
   */
  public static ForecastIndex keep(
      Path folder,
      String tablePath,
      Map<String, String> storeSettings,
      BlockCache cache,
      int threads) {
    try {
      IndexFolders.make(folder);
      ForecastTable table = new ForecastTable(tablePath, storeSettings);
      SstStore database = SstStore.open(folder.resolve(RUNS), cache.blocks(), SstStore.Access.KEEP);
      return restored(
          new ForecastIndex(
              tablePath,
              folder,
              table,
              database,
              new IndexLoader(tablePath, folder.resolve("loading"), database, threads)));
    } catch (IOException e) {
      throw SstStore.failed(folder, "cannot be used", e);
    }
  }

  /** The index with its earlier content; closes the database if that cannot be read. */
  private static ForecastIndex restored(ForecastIndex copy) throws IOException {
    boolean restored = false;
    try {
      copy.restore();
      restored = true;
      return copy;
    } finally {
      if (!restored) {
        copy.database.close();
      }
    }
  }

  /** Restores the state of an earlier process, and removes its unfinished loads. */
  private void restore() throws IOException {
    Optional<IndexState> kept =
        IndexManifest.read(folder).filter(state -> state.table().equals(path));
    Set<Integer> there = database.runs();
    IndexVersion generation = null;
    try {
      generation = kept.map(ForecastIndex::generation).orElse(null);
    } catch (DateTimeException | IllegalArgumentException e) {
      LOG.warn(
          "copy={} has a damaged list of its runs and is built again: {}", folder, e.toString());
    }
    if (generation != null && !there.containsAll(generation.runs())) {
      LOG.warn("copy={} lacks runs that it should hold, and is made anew", folder);
      generation = null;
    }
    Set<Integer> leftovers = new HashSet<>(there);
    if (generation != null) {
      leftovers.removeAll(generation.runs());
      LOG.info(
          "copy={} table={} version={} rows={} taken up",
          folder,
          path,
          generation.state().version(),
          generation.rows());
    }
    database.remove(leftovers);
    loader.startAfter(there.stream().mapToInt(Integer::intValue).max().orElse(0));
    newest = generation;
  }

  static IndexVersion generation(IndexState state) {
    return new IndexVersion(state, KeyColumns.of(state));
  }

  /**
   * Result of a refresh.
   *
   * @param version the version that is visible now
   * @param changed whether another version was visible before
   * @param filesLoaded number of files read for it
   * @param filesDropped number of files that it no longer contains
   * @param rows forecasts of all dates
   */
  public record Refreshed(
      long version, boolean changed, int filesLoaded, int filesDropped, long rows) {}

  /**
   * Loads the newest version of the table, unless it is the visible one. Readers continue
   * meanwhile. After an error the index is unchanged.
   *
   * @throws AlmanacException NO_SUCH_TABLE; SCHEMA_MISMATCH if it is not a forecast table that this
   *     release reads; WAREHOUSE_UNAVAILABLE; STORE_UNAVAILABLE if the index cannot be written
   */
  public Refreshed refresh() {
    changing.lock();
    try {
      sweep();
      TableReader reader = table.newest();
      IndexVersion before = newest;
      if (before != null
          && before.state().version() == reader.version()
          && before.state().tableId().equals(reader.tableId())) {
        return new Refreshed(reader.version(), false, 0, 0, before.rows());
      }
      return load(reader, before);
    } catch (KernelException | KernelEngineException | UncheckedIOException e) {
      throw LookupErrors.unavailable(path, e);
    } finally {
      changing.unlock();
    }
  }

  private Refreshed load(TableReader reader, @Nullable IndexVersion before) {
    KeyColumns keys = ForecastTable.keys(path, reader);
    IndexLayout layout = IndexLayout.of(reader.schema(), keys.names());
    IndexState empty =
        new IndexState(
            IndexState.FORMAT,
            path,
            reader.tableId(),
            reader.version(),
            layout.keys(),
            layout.values(),
            !reader.properties().getOrDefault(RENAMES, "none").equals("none"),
            reader.schemaText(),
            table.commit(reader.version()),
            List.of());
    IndexLoader.Result loaded =
        loader.load(
            reader, layout, empty, before == null ? Optional.empty() : Optional.of(before.state()));
    IndexVersion after = new IndexVersion(loaded.state(), keys);
    try {
      IndexManifest.write(folder, loaded.state());
    } catch (IOException e) {
      throw SstStore.failed(folder, "cannot be written", e);
    }
    newest = after;
    int dropped = 0;
    if (before != null) {
      dropped = before.state().files().size() - loaded.kept();
      former.add(before);
      before.release();
      sweep();
    }
    return new Refreshed(reader.version(), true, loaded.read(), dropped, after.rows());
  }

  /** Removes the runs that no reader can see any more. */
  private void sweep() {
    Set<Integer> gone = new HashSet<>();
    former.removeIf(
        generation -> {
          if (generation.isOver()) {
            gone.addAll(generation.runs());
            return true;
          }
          return false;
        });
    former.forEach(generation -> gone.removeAll(generation.runs()));
    IndexVersion now = newest;
    if (now != null) {
      gone.removeAll(now.runs());
    }
    database.remove(gone);
  }

  /**
   * Opens the visible version for reading; empty before the first load. To be closed soon: its runs
   * stay on disk until then.
   */
  public Optional<IndexSnapshot> read() {
    IndexVersion now = newest;
    while (now != null && !now.acquire()) {
      now = newest;
    }
    return now == null
        ? Optional.empty()
        : Optional.of(new IndexSnapshot(path, database, now, now::release));
  }

  /** Closes the index; waits for open readers. */
  @Override
  public void close() {
    changing.lock();
    try {
      IndexVersion last = newest;
      newest = null;
      if (last != null) {
        former.add(last);
        last.release();
      }
      long begun = System.nanoTime();
      while (former.stream().anyMatch(generation -> !generation.isOver())) {
        if (System.nanoTime() - begun > LONGEST_READING) {
          LOG.warn("copy={} is still being read and is left open", folder);
          return;
        }
        TimeUnit.MILLISECONDS.sleep(5);
      }
      database.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      changing.unlock();
    }
  }
}
