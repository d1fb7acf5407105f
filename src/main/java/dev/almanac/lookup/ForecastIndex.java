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
 * A copy of one forecast table on a local disk, indexed by key, that follows the table. What is
 * published is loaded beside what is there, only the files that are new, and becomes visible whole:
 * a reader sees one version of the table from beginning to end. The copy outlives the process, and
 * one that is of the table's version is used as it is.
 *
 * <p>Safe for use by many threads. One process keeps a folder; others may look into it. Starts no
 * Spark.
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
   * Keeps a copy in a folder. What the folder holds of the table already can be read at once.
   *
   * @param folder of this copy alone; made if it is not there
   * @param tablePath an absolute path or URI
   * @param storeSettings settings of the table's file system, named as Hadoop does
   * @param threads how many files are loaded at a time
   * @throws AlmanacException STORE_UNAVAILABLE if the folder cannot be used, such as when another
   *     process keeps a copy in it
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

  /** The copy with its earlier content; if that cannot be read, the database is closed again. */
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

  /** Takes up what an earlier process left, and throws away what it left unfinished. */
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
   * What a look at the table came to.
   *
   * @param version the version that is visible now
   * @param changed whether it was another one before
   * @param filesLoaded files that were read for it
   * @param filesDropped files that were not in it any more
   * @param rows forecasts of all dates
   */
  public record Refreshed(
      long version, boolean changed, int filesLoaded, int filesDropped, long rows) {}

  /**
   * Looks at the table, and loads its newest version if that is another than the visible one.
   * Readers read on meanwhile. After an error the copy is as it was.
   *
   * @throws AlmanacException NO_SUCH_TABLE; SCHEMA_MISMATCH if it is no forecast table that this
   *     version reads; WAREHOUSE_UNAVAILABLE; STORE_UNAVAILABLE if the copy cannot be written
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

  /** Throws away the runs that no reader can see any more. */
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
   * Begins to read the version that is visible now; empty before the first load. To be closed soon:
   * what it can see is kept as long.
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

  /** Ends the copy; readers that are at it are waited for. */
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
