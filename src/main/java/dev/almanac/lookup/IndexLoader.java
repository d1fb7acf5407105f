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

/** Loads into a copy what a version of the table has and the copy has not. For one thread. */
final class IndexLoader {
  /**
   * Of low priority, for answers come first: where the JVM is told to heed priorities, as the
   * launcher does, the operating system gives a loading thread what others leave. Nothing but speed
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
   * @param folder where runs are written before the database takes them in, on its disk
   * @param threads how many files are read at a time; half as many while a version is there that is
   *     being asked, so that answers do not wait for a processor
   */
  IndexLoader(String path, Path folder, SstStore database, int threads) {
    this.path = path;
    this.folder = folder;
    this.database = database;
    this.threads = threads;
  }

  /** Numbers of runs begin behind this one. */
  void startAfter(int run) {
    runIds.set(run);
  }

  /**
   * What was loaded.
   *
   * @param state of the copy
   * @param read files that were read
   * @param kept files that were there already
   */
  record Result(IndexState state, int read, int kept) {}

  /**
   * Loads a version, which nobody sees by that.
   *
   * @param empty what the state is to say besides its files
   * @param before the state of which files may be kept
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
    // The largest first, so that no thread is left with one at the end.
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
   * Stops loading and waits until no thread writes with the database's options any more: they are
   * native memory, which the database frees when it is closed.
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

  /** What a load that was broken off left. */
  private void empty() throws IOException {
    IndexFolders.makeOwn(folder);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
      for (Path file : left) {
        Files.delete(file);
      }
    }
  }
}
