package dev.almanac.lookup;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ForecastColumns;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.KernelEngineException;
import io.delta.kernel.exceptions.KernelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Point lookups by key in one version of one forecast table. Immutable and thread-safe: later
 * publications are not visible. Starts no Spark.
 */
public final class ForecastLookup {
  private static final Logger LOG = LoggerFactory.getLogger(ForecastLookup.class);

  /** Provenance columns of a forecast. */
  static final Set<String> PROVENANCE =
      Set.of(
          ForecastColumns.RUN_DATE,
          ForecastColumns.MODEL,
          ForecastColumns.MODEL_VERSION,
          ForecastColumns.RUN_ID,
          ForecastColumns.SCORED_AT,
          ForecastColumns.SOURCE_VERSION);

  private final String path;
  private final TableReader table;
  private final KeyColumns keys;

  private ForecastLookup(String path, TableReader table, KeyColumns keys) {
    this.path = path;
    this.table = table;
    this.keys = keys;
  }

  /**
   * Opens the newest version of a table.
   *
   * @param tablePath an absolute path or URI
   * @throws AlmanacException NO_SUCH_TABLE, listing the tables in the same folder; SCHEMA_MISMATCH
   *     if it is not a forecast table that this release reads; WAREHOUSE_UNAVAILABLE
   */
  public static ForecastLookup open(String tablePath) {
    return open(tablePath, Map.of());
  }

  /**
   * As {@link #open(String)}.
   *
   * @param storeSettings settings of the file system, with Hadoop's names
   */
  public static ForecastLookup open(String tablePath, Map<String, String> storeSettings) {
    ForecastTable table = new ForecastTable(tablePath, storeSettings);
    TableReader reader = table.newest();
    return new ForecastLookup(tablePath, reader, ForecastTable.keys(tablePath, reader));
  }

  /**
   * The names of the forecast tables in a folder; none if it cannot be listed.
   *
   * @param folder an absolute path or URI
   */
  public static List<String> tables(String folder) {
    Engine engine = DefaultEngine.create(new Configuration());
    String below = folder.endsWith("/") ? folder : folder + "/";
    return SiblingTables.of(engine, below + "none").stream()
        .filter(name -> isForecastTable(below + name))
        .toList();
  }

  private static boolean isForecastTable(String path) {
    try {
      // A rejects table has the same properties.
      return open(path).table.schema().indexOf(ForecastColumns.PREDICTION) >= 0;
    } catch (AlmanacException e) {
      LOG.info("{} is not served: {}", path, e.getMessage());
      return false;
    }
  }

  /** The names of the key columns, in the table's order. */
  public List<String> keyColumns() {
    return keys.names();
  }

  /**
   * The forecast of a key.
   *
   * @param key every key column by name, with its value as text
   * @param runDate the run date; absent for the newest date of the table, which may not be the one
   *     written last
   * @throws AlmanacException BAD_OPTION if a key column is missing, is not a key column or does not
   *     match its type; NO_SUCH_FORECAST if the date was not published or has no such key;
   *     WAREHOUSE_UNAVAILABLE
   */
  public Forecast find(Map<String, String> key, Optional<LocalDate> runDate) {
    Map<String, Object> needed = keys.typed(key);
    try {
      NavigableSet<LocalDate> dates = table.dates(ForecastColumns.RUN_DATE);
      LocalDate date = date(runDate, dates);
      Map<String, Object> dated = new LinkedHashMap<>(needed);
      dated.put(ForecastColumns.RUN_DATE, date);
      Optional<Map<String, @Nullable Object>> row = table.first(dated);
      if (row.isEmpty()) {
        throw noSuchKey(key, date, needed);
      }
      return forecast(row.get());
    } catch (KernelException | KernelEngineException | IOException | UncheckedIOException e) {
      throw LookupErrors.unavailable(path, e);
    }
  }

  private LocalDate date(Optional<LocalDate> requested, NavigableSet<LocalDate> published) {
    if (published.isEmpty()) {
      throw LookupErrors.empty(path);
    }
    LocalDate date = requested.orElseGet(published::last);
    if (!published.contains(date)) {
      throw LookupErrors.noSuchDate(path, date, published);
    }
    return date;
  }

  /** The error states whether the key is unknown on this date or on all dates. */
  private AlmanacException noSuchKey(
      Map<String, String> key, LocalDate date, Map<String, Object> needed) throws IOException {
    TreeSet<LocalDate> elsewhere =
        table.rows(needed, LookupErrors.DATES_LISTED).stream()
            .map(row -> (LocalDate) row.get(ForecastColumns.RUN_DATE))
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(TreeSet::new));
    return LookupErrors.noSuchKey(path, key, date, elsewhere);
  }

  private Forecast forecast(Map<String, @Nullable Object> row) {
    List<String> keyNames = keys.names();
    Map<String, Object> keyValues = new LinkedHashMap<>();
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    row.forEach(
        (name, value) -> {
          if (keyNames.contains(name)) {
            keyValues.put(name, Objects.requireNonNull(value, name));
          } else if (!PROVENANCE.contains(name)) {
            values.put(name, value);
          }
        });
    return new Forecast(
        keyValues,
        values,
        (LocalDate) required(row, ForecastColumns.RUN_DATE),
        (String) required(row, ForecastColumns.MODEL),
        (Integer) required(row, ForecastColumns.MODEL_VERSION),
        (String) required(row, ForecastColumns.RUN_ID),
        (Instant) required(row, ForecastColumns.SCORED_AT),
        (String) required(row, ForecastColumns.SOURCE_VERSION),
        path,
        table.version());
  }

  private Object required(Map<String, @Nullable Object> row, String column) {
    Object value = row.get(column);
    if (value == null) {
      throw LookupErrors.notOurs(path, "a row of it has no " + column);
    }
    return value;
  }
}
