package dev.almanac.lookup;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Reader of one table version in a {@link ForecastIndex}: all results are of that version.
 * Thread-safe until it is closed.
 */
public final class IndexSnapshot implements AutoCloseable {
  private final String path;
  private final SstStore database;
  private final IndexVersion generation;
  private final Runnable ended;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param ended called once, when it is closed
   */
  IndexSnapshot(String path, SstStore database, IndexVersion generation, Runnable ended) {
    this.path = path;
    this.database = database;
    this.generation = generation;
    this.ended = ended;
  }

  /** The Delta version. */
  public long tableVersion() {
    return generation.state().version();
  }

  /** The names of the key columns, in the table's order. */
  public List<String> keyColumns() {
    return generation.keys().names();
  }

  /** The number of forecasts by run date. */
  public NavigableMap<LocalDate, Long> rows() {
    NavigableMap<LocalDate, Long> rows = new TreeMap<>();
    generation.days().forEach((date, day) -> rows.put(date, day.rows()));
    return rows;
  }

  /**
   * Provenance of the forecasts of a run date.
   *
   * @param scoredAt when they were computed
   */
  public record Made(
      String model, int modelVersion, String runId, Instant scoredAt, String sourceVersion) {}

  /** The model versions of the newest run date's forecasts: one, or one per segment. */
  public Set<String> newestVersions() {
    Set<String> versions = new TreeSet<>();
    Map.Entry<LocalDate, IndexVersion.Day> last = generation.days().lastEntry();
    if (last != null) {
      for (IndexVersion.Sorted sorted : last.getValue().runs()) {
        for (IndexState.Origin origin : sorted.origins().all()) {
          versions.add(origin.model() + ":" + origin.modelVersion());
        }
      }
    }
    return versions;
  }

  /** Provenance of the newest run date's forecasts; of several, the one that scored last. */
  public Optional<Made> newest() {
    Map.Entry<LocalDate, IndexVersion.Day> last = generation.days().lastEntry();
    if (last == null) {
      return Optional.empty();
    }
    IndexState.@Nullable Origin newest = null;
    for (IndexVersion.Sorted sorted : last.getValue().runs()) {
      for (IndexState.Origin origin : sorted.origins().all()) {
        if (newest == null || origin.scoredAt() > newest.scoredAt()) {
          newest = origin;
        }
      }
    }
    return newest == null
        ? Optional.empty()
        : Optional.of(
            new Made(
                newest.model(),
                newest.modelVersion(),
                newest.runId(),
                RowCodec.instant(newest.scoredAt()),
                newest.sourceVersion()));
  }

  /**
   * The forecast of a key.
   *
   * @param key every key column by name, with its value as text
   * @return empty if the run date has no such key
   * @throws AlmanacException BAD_OPTION if a key column is missing, is not a key column or does not
   *     match its type; NO_SUCH_FORECAST if the run date does not exist; STORE_UNAVAILABLE
   */
  public Optional<Forecast> find(Map<String, String> key, RunDateSelector when) {
    Map<String, Object> typed = generation.keys().typed(key);
    LocalDate date = date(when);
    Optional<byte[]> bytes = generation.codec().encode(List.copyOf(typed.values()));
    return bytes.isEmpty() ? Optional.empty() : find(date, typed, bytes.get());
  }

  /**
   * The error for a key that {@link #find} does not find; it states whether the key is unknown on
   * this date or on all dates.
   */
  public AlmanacException missing(Map<String, String> key, RunDateSelector when) {
    TreeSet<LocalDate> elsewhere = new TreeSet<>();
    history(key, LookupErrors.DATES_LISTED).forEach(forecast -> elsewhere.add(forecast.runDate()));
    return LookupErrors.noSuchKey(path, key, date(when), elsewhere);
  }

  /**
   * The forecasts of a key, newest run date first.
   *
   * @param limit maximum number
   */
  public List<Forecast> history(Map<String, String> key, int limit) {
    Map<String, Object> typed = generation.keys().typed(key);
    Optional<byte[]> bytes = generation.codec().encode(List.copyOf(typed.values()));
    List<Forecast> found = new ArrayList<>();
    if (bytes.isPresent()) {
      for (LocalDate date : generation.days().descendingKeySet()) {
        if (found.size() == limit) {
          break;
        }
        find(date, typed, bytes.get()).ifPresent(found::add);
      }
    }
    return found;
  }

  private LocalDate date(RunDateSelector when) {
    NavigableSet<LocalDate> dates = generation.days().navigableKeySet();
    if (dates.isEmpty()) {
      throw LookupErrors.empty(path);
    }
    if (when instanceof RunDateSelector.On on) {
      if (!dates.contains(on.date())) {
        throw LookupErrors.noSuchDate(path, on.date(), dates);
      }
      return on.date();
    } else if (when instanceof RunDateSelector.AsOf asOf) {
      LocalDate date = dates.floor(asOf.date());
      if (date == null) {
        throw new AlmanacException(
            ErrorCode.NO_SUCH_FORECAST,
            "nothing was published to %s for a run date up to %s.\nIts first run date is %s."
                .formatted(path, asOf.date(), dates.first()));
      }
      return date;
    }
    return dates.last();
  }

  private Optional<Forecast> find(LocalDate date, Map<String, Object> typed, byte[] key) {
    IndexVersion.Day day = generation.days().get(date);
    if (day == null) {
      return Optional.empty();
    }
    for (IndexVersion.Sorted sorted : day.runs()) {
      if (sorted.mayHold(key)) {
        byte[] row = database.find(sorted.run().id(), key);
        if (row != null) {
          return Optional.of(forecast(date, typed, sorted, row));
        }
      }
    }
    return Optional.empty();
  }

  private Forecast forecast(
      LocalDate date, Map<String, Object> typed, IndexVersion.Sorted sorted, byte[] row) {
    ByteBuffer bytes = ByteBuffer.wrap(row);
    IndexState.Origin origin = sorted.origins().all().get(RowCodec.origin(bytes));
    return new Forecast(
        typed,
        complete(sorted.origins().values().decode(bytes)),
        date,
        origin.model(),
        origin.modelVersion(),
        origin.runId(),
        RowCodec.instant(origin.scoredAt()),
        origin.sourceVersion(),
        path,
        tableVersion());
  }

  /**
   * All value columns of the table's newest schema; null for a column that the row's file lacks.
   */
  private Map<String, @Nullable Object> complete(Map<String, @Nullable Object> values) {
    List<IndexState.Column> columns = generation.state().values();
    if (columns.size() == values.size()) {
      return values;
    }
    Map<String, @Nullable Object> complete = new LinkedHashMap<>();
    columns.forEach(column -> complete.put(column.name(), values.get(column.name())));
    return complete;
  }

  /** Closes the reader. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      ended.run();
    }
  }
}
