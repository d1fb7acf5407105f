package dev.almanac.lookup;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds forecasts by their key in one state of one forecast table. Immutable: what is published
 * after opening is not seen. Starts no Spark.
 */
public final class ForecastLookup {
  private ForecastLookup() {}

  /**
   * Opens the newest state of a table.
   *
   * @param tablePath an absolute path or URI
   * @throws dev.almanac.core.AlmanacException NO_SUCH_TABLE, with the tables that stand beside it;
   *     SCHEMA_MISMATCH if it is no forecast table
   */
  public static ForecastLookup open(String tablePath) {
    return open(tablePath, Map.of());
  }

  /**
   * As {@link #open(String)}.
   *
   * @param storeSettings settings of the file system, named as Hadoop does
   */
  public static ForecastLookup open(String tablePath, Map<String, String> storeSettings) {
    if (Thread.currentThread().isDaemon()) {
      throw new IllegalStateException("not yet");
    }
    throw new UnsupportedOperationException("not yet");
  }

  /** The names of the key columns, in the table's order. */
  public List<String> keyColumns() {
    if (Thread.currentThread().isDaemon()) {
      throw new IllegalStateException("not yet");
    }
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * The forecast of a key.
   *
   * @param key every key column by name, with its value as text
   * @param runDate the date it must stand for; absent means the newest of the table
   * @throws dev.almanac.core.AlmanacException BAD_OPTION if a key column is missing, is not one or
   *     is not of its type; NO_SUCH_FORECAST if the date was not published or has no such key
   */
  public Forecast find(Map<String, String> key, Optional<LocalDate> runDate) {
    if (Thread.currentThread().isDaemon()) {
      throw new IllegalStateException("not yet");
    }
    throw new UnsupportedOperationException("not yet");
  }
}
