package dev.almanac.lookup;

import dev.almanac.core.AlmanacException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Read-only access to a forecast index that another process may write to. Starts no Spark. */
public final class ReadOnlyIndex {
  private static final Logger LOG = LoggerFactory.getLogger(ReadOnlyIndex.class);
  private static final long CACHE_BYTES = 8L << 20;

  private ReadOnlyIndex() {}

  /**
   * Opens the index in a folder, if it has the table's newest version. To be closed.
   *
   * @param folder of an index, or without one
   * @param tablePath an absolute path or URI
   * @return empty if there is no index, or none of the newest version, or it cannot be read
   */
  public static Optional<IndexSnapshot> open(Path folder, String tablePath) {
    try {
      Optional<IndexState> state =
          IndexManifest.read(folder).filter(kept -> kept.table().equals(tablePath));
      if (state.isEmpty()
          || state.get().commit().isEmpty()
          || !new ForecastTable(tablePath, Map.of())
              .commit(state.get().version())
              .equals(state.get().commit())) {
        return Optional.empty();
      }
      return open(folder, state.get());
    } catch (IOException | AlmanacException e) {
      LOG.info("copy={} is not looked into: {}", folder, e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<IndexSnapshot> open(Path folder, IndexState state) {
    IndexVersion generation = ForecastIndex.generation(state);
    BlockCache cache = new BlockCache(CACHE_BYTES);
    SstStore database;
    try {
      database =
          SstStore.open(folder.resolve(ForecastIndex.RUNS), cache.blocks(), SstStore.Access.READ);
    } catch (AlmanacException e) {
      cache.close();
      throw e;
    }
    Runnable ended =
        () -> {
          database.close();
          cache.close();
        };
    boolean complete = false;
    try {
      // The writing process may have moved on to another version between the two reads.
      complete = database.runs().containsAll(generation.runs());
    } finally {
      if (!complete) {
        ended.run();
      }
    }
    return complete
        ? Optional.of(new IndexSnapshot(state.table(), database, generation, ended))
        : Optional.empty();
  }
}
