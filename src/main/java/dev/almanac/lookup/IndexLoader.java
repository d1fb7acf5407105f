package dev.almanac.lookup;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Loads the data files of a table version that the index lacks. Not thread-safe. */
final class IndexLoader {
  /**
   * Low-priority threads, so that requests come first: if the JVM applies thread priorities, as the
   * launcher configures, the operating system gives loading threads only spare time. Only speed
   * depends on it.
   */
  private static final ThreadGroup LOADERS = new ThreadGroup("almanac-load");

  static {
    LOADERS.setMaxPriority(Thread.MIN_PRIORITY);
  }

  private final String path;
  private final Path folder;
  private final SstStore database;
  private final int threads;
  private final AtomicInteger runIds = new AtomicInteger();

  /**
   * @param folder for SST files before the database ingests them, on the database's disk
   * @param threads number of files read at a time; half as many while a version serves requests, so
   *     that these do not wait for a processor
   */
  IndexLoader(String path, Path folder, SstStore database, int threads) {
    this.path = path;
    this.folder = folder;
    this.database = database;
    this.threads = threads;
  }

  /** Numbers new runs from the next one on. */
  void startAfter(int run) {
    runIds.set(run);
  }

  /**
   * Result of a load.
   *
   * @param state of the index
   * @param read number of files read
   * @param kept number of files that were there already
   */
  record Result(IndexState state, int read, int kept) {}

  /**
   * Loads a version without making it visible.
   *
   * @param empty the new state without its files
   * @param before the state whose files may be reused
   */
  Result load(
      TableReader table, IndexLayout layout, IndexState empty, Optional<IndexState> before) {
    try {
      Map<String, IndexState.DataFile> there = new HashMap<>();
      before
          .filter(state -> state.agreesWith(empty))
          .ifPresent(
              state ->
                  state.files().stream()
                      .filter(empty::canCompare)
                      .forEach(file -> there.put(file.id(), file)));
      List<IndexState.DataFile> files = new ArrayList<>();
      List<TableReader.DataFile> missing = new ArrayList<>();
      for (TableReader.DataFile file : table.files()) {
        IndexState.DataFile known = there.get(file.id());
        if (known != null) {
          files.add(known);
        } else {
          missing.add(file);
        }
      }
      int kept = files.size();
      int atOnce = before.isPresent() ? Math.max(1, threads / 2) : threads;
      for (DataFileIndexer.Loaded loaded : loadAll(table, layout, missing, atOnce)) {
        files.add(loaded.file());
      }
      IndexState state =
          new IndexState(
              empty.format(),
              empty.table(),
              empty.tableId(),
              empty.version(),
              empty.keys(),
              empty.values(),
              empty.renames(),
              empty.schema(),
              empty.commit(),
              files);
      return new Result(state, missing.size(), kept);
    } catch (IOException e) {
      throw LookupErrors.unavailable(path, e);
    }
  }

  private List<DataFileIndexer.Loaded> loadAll(
      TableReader table, IndexLayout layout, List<TableReader.DataFile> missing, int atOnce)
      throws IOException {
    if (missing.isEmpty()) {
      return List.of();
    }
    empty();
    // The largest first, so that no thread starts a large file last.
    missing.sort(Comparator.comparingLong(TableReader.DataFile::bytes).reversed());
    ExecutorService pool =
        Executors.newFixedThreadPool(Math.min(atOnce, missing.size()), IndexLoader::newThread);
    try {
      List<Future<DataFileIndexer.Loaded>> futures = new ArrayList<>();
      for (TableReader.DataFile file : missing) {
        futures.add(
            pool.submit(
                () ->
                    new DataFileIndexer(path, layout)
                        .load(table, file, folder, database, runIds::incrementAndGet)));
      }
      List<DataFileIndexer.Loaded> all = new ArrayList<>();
      for (Future<DataFileIndexer.Loaded> future : futures) {
        all.add(result(future));
      }
      database.take(all.stream().flatMap(loaded -> loaded.runFiles().stream()).toList());
      return all;
    } finally {
      end(pool);
    }
  }

  /**
   * Stops loading and waits until no thread uses the database's options any more: they are native
   * memory, which is freed when the database is closed.
   */
  private static void end(ExecutorService pool) {
    pool.shutdownNow();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = pool.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread newThread(Runnable task) {
    Thread thread = new Thread(LOADERS, task, "almanac-load");
    thread.setDaemon(true);
    return thread;
  }

  private DataFileIndexer.Loaded result(Future<DataFileIndexer.Loaded> future) throws IOException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new AlmanacException(
          ErrorCode.INTERNAL, "loading " + path + " broke off: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AlmanacException(
          ErrorCode.WAREHOUSE_UNAVAILABLE, "loading " + path + " was interrupted.", e);
    }
  }

  /** Deletes the files of an interrupted load. */
  private void empty() throws IOException {
    IndexFolders.makeOwn(folder);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
      for (Path file : left) {
        Files.delete(file);
      }
    }
  }
}
