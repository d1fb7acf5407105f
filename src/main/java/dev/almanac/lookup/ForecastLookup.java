package dev.almanac.lookup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.Text;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Table;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.internal.SnapshotImpl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
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

/**
 * Finds forecasts by their key in one state of one forecast table. Immutable and safe for use by
 * many threads: what is published after opening is not seen. Starts no Spark.
 */
public final class ForecastLookup {
  private static final String SCHEMA_PROPERTY = "almanac.schema";
  private static final String KEYS_PROPERTY = "almanac.keys";

  /** Columns that tell where a forecast comes from rather than what it is. */
  private static final Set<String> PROVENANCE =
      Set.of(
          ForecastColumns.RUN_DATE,
          ForecastColumns.MODEL,
          ForecastColumns.MODEL_VERSION,
          ForecastColumns.RUN_ID,
          ForecastColumns.SCORED_AT,
          ForecastColumns.SOURCE_VERSION);

  private final String path;
  private final TableReader table;
  private final List<String> keys;

  private ForecastLookup(String path, TableReader table, List<String> keys) {
    this.path = path;
    this.table = table;
    this.keys = keys;
  }

  /**
   * Opens the newest state of a table.
   *
   * @param tablePath an absolute path or URI
   * @throws AlmanacException NO_SUCH_TABLE, with the tables that stand beside it; SCHEMA_MISMATCH
   *     if it is no forecast table that this version reads; WAREHOUSE_UNAVAILABLE
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
    Configuration settings = new Configuration();
    storeSettings.forEach(settings::set);
    Engine engine = DefaultEngine.create(settings);
    try {
      Snapshot snapshot = Table.forPath(engine, tablePath).getLatestSnapshot(engine);
      List<String> keys =
          keys(tablePath, ((SnapshotImpl) snapshot).getMetadata().getConfiguration());
      return new ForecastLookup(tablePath, new TableReader(engine, snapshot), keys);
    } catch (TableNotFoundException e) {
      throw Refusals.noSuchTable(tablePath, Neighbours.of(engine, tablePath), e);
    } catch (KernelException | UncheckedIOException e) {
      throw Refusals.unavailable(tablePath, e);
    }
  }

  /** The names of the key columns, in the table's order. */
  public List<String> keyColumns() {
    return keys;
  }

  /**
   * The forecast of a key.
   *
   * @param key every key column by name, with its value as text
   * @param runDate the date it must stand for; absent means the newest of the table, whichever was
   *     written last
   * @throws AlmanacException BAD_OPTION if a key column is missing, is not one or is not of its
   *     type; NO_SUCH_FORECAST if the date was not published or has no such key;
   *     WAREHOUSE_UNAVAILABLE
   */
  public Forecast find(Map<String, String> key, Optional<LocalDate> runDate) {
    Map<String, Object> wanted = typed(key);
    try {
      NavigableSet<LocalDate> dates = table.dates(ForecastColumns.RUN_DATE);
      LocalDate date = date(runDate, dates);
      Map<String, Object> dated = new LinkedHashMap<>(wanted);
      dated.put(ForecastColumns.RUN_DATE, date);
      Optional<Map<String, @Nullable Object>> row = table.first(dated);
      if (row.isEmpty()) {
        throw noSuchKey(key, date, wanted);
      }
      return forecast(row.get());
    } catch (KernelException | IOException | UncheckedIOException e) {
      throw Refusals.unavailable(path, e);
    }
  }

  private LocalDate date(Optional<LocalDate> asked, NavigableSet<LocalDate> published) {
    if (published.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.NO_SUCH_FORECAST,
          "%s has no forecasts yet.\nPublish to it first, or look in another table."
              .formatted(path));
    }
    LocalDate date = asked.orElseGet(published::last);
    if (!published.contains(date)) {
      throw new AlmanacException(
          ErrorCode.NO_SUCH_FORECAST,
          "nothing was published to %s for run date %s.\nIt has forecasts of %s."
              .formatted(path, date, Refusals.told(published)));
    }
    return date;
  }

  /** Unknown on this date, or at all: a person needs to know which. */
  private AlmanacException noSuchKey(
      Map<String, String> key, LocalDate date, Map<String, Object> wanted) throws IOException {
    TreeSet<LocalDate> elsewhere =
        table.rows(wanted, Refusals.DATES_TOLD).stream()
            .map(row -> (LocalDate) row.get(ForecastColumns.RUN_DATE))
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(TreeSet::new));
    return new AlmanacException(
        ErrorCode.NO_SUCH_FORECAST,
        "%s has no forecast for %s on run date %s.\n%s"
            .formatted(
                path,
                Refusals.told(key),
                date,
                elsewhere.isEmpty()
                    ? "Nor has it one on any other date: check the key. A row that was rejected is in the rejects table of the job."
                    : "It has forecasts for this key on " + Refusals.told(elsewhere) + "."));
  }

  private Forecast forecast(Map<String, @Nullable Object> row) {
    Map<String, Object> keyValues = new LinkedHashMap<>();
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    row.forEach(
        (name, value) -> {
          if (keys.contains(name)) {
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
      throw Refusals.notOurs(path, "a row of it has no " + column);
    }
    return value;
  }

  private Map<String, Object> typed(Map<String, String> key) {
    for (String name : key.keySet()) {
      if (!keys.contains(name)) {
        throw badKey(
            "'%s' is not a key column%s"
                .formatted(
                    Text.printable(name),
                    Text.nearest(name, keys)
                        .map(near -> " (did you mean '" + near + "'?)")
                        .orElse("")));
      }
    }
    Map<String, Object> typed = new LinkedHashMap<>();
    for (String name : keys) {
      String text = key.get(name);
      if (text == null) {
        throw badKey("the key column '%s' is not given".formatted(name));
      }
      try {
        typed.put(name, Cells.parse(text, table.schema().get(name).getDataType()));
      } catch (IllegalArgumentException e) {
        throw badKey(
            "'%s' cannot be the key '%s': expected %s"
                .formatted(Text.printable(text), name, e.getMessage()));
      }
    }
    return typed;
  }

  private AlmanacException badKey(String what) {
    return new AlmanacException(
        ErrorCode.BAD_OPTION,
        "%s.\nThe keys of %s are: %s."
            .formatted(
                what,
                path,
                keys.stream()
                    .map(name -> name + " (" + table.schema().get(name).getDataType() + ")")
                    .collect(Collectors.joining(", "))));
  }

  private static List<String> keys(String path, Map<String, String> properties) {
    String schema = properties.get(SCHEMA_PROPERTY);
    String keys = properties.get(KEYS_PROPERTY);
    if (schema == null || keys == null) {
      throw Refusals.notOurs(path, "Almanac did not make it");
    }
    if (!schema.equals(Integer.toString(ForecastColumns.SCHEMA_VERSION))) {
      throw Refusals.notOurs(
          path,
          "its schema is version %s, and this Almanac reads %d; use a newer one"
              .formatted(Text.printable(schema), ForecastColumns.SCHEMA_VERSION));
    }
    try {
      return List.copyOf(Arrays.asList(new ObjectMapper().readValue(keys, String[].class)));
    } catch (JsonProcessingException e) {
      throw Refusals.notOurs(
          path, "its property %s is '%s'".formatted(KEYS_PROPERTY, Text.printable(keys)));
    }
  }
}
