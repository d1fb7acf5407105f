package dev.almanac.lookup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.RunColumns;
import dev.almanac.core.RunId;
import dev.almanac.core.RunRecord;
import dev.almanac.core.RunState;
import dev.almanac.core.Text;
import io.delta.kernel.Table;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.KernelEngineException;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.internal.SnapshotImpl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Content of the runs table at the time it was opened. Immutable; starts no Spark. */
public final class RunHistory {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String path;
  private final List<RunRecord> states;

  /**
   * @param states oldest first
   */
  RunHistory(String path, List<RunRecord> states) {
    this.path = path;
    this.states = states;
  }

  /**
   * Reads a runs table. Without a table there are no runs.
   *
   * @param path an absolute path or URI
   * @param storeSettings settings of the file system, with Hadoop's names
   * @throws AlmanacException SCHEMA_MISMATCH if the location has another table;
   *     WAREHOUSE_UNAVAILABLE
   */
  public static RunHistory open(String path, Map<String, String> storeSettings) {
    return open(path, DeltaEngines.of(storeSettings));
  }

  static RunHistory open(String path, Engine engine) {
    try {
      return read(
          path, engine, (SnapshotImpl) Table.forPath(engine, path).getLatestSnapshot(engine));
    } catch (TableNotFoundException e) {
      return new RunHistory(path, List.of());
    } catch (KernelException | KernelEngineException | IOException | UncheckedIOException e) {
      throw LookupErrors.unavailable(path, e);
    }
  }

  /** Reads a snapshot of a runs table. */
  static RunHistory read(String path, Engine engine, SnapshotImpl snapshot) throws IOException {
    return read(path, engine, snapshot, Map.of());
  }

  /** Reads the states of one run from a snapshot: only files whose statistics admit its id. */
  static RunHistory read(String path, Engine engine, SnapshotImpl snapshot, RunId run)
      throws IOException {
    return read(path, engine, snapshot, Map.of(RunColumns.RUN_ID, run.value()));
  }

  private static RunHistory read(
      String path, Engine engine, SnapshotImpl snapshot, Map<String, Object> filter)
      throws IOException {
    requireRuns(path, snapshot.getMetadata().getConfiguration());
    List<RunRecord> states = new ArrayList<>();
    for (Map<String, @Nullable Object> row :
        new TableReader(engine, snapshot).rows(filter, Integer.MAX_VALUE)) {
      states.add(new Cursor(path, row).record());
    }
    states.sort(Comparator.comparing(RunRecord::finishedAt));
    return new RunHistory(path, List.copyOf(states));
  }

  /** Every state of every run, oldest first. */
  public List<RunRecord> states() {
    return states;
  }

  /** The last state of each run in each of its tables; see {@link RunRecord#latest}. */
  public List<RunRecord> latest() {
    return RunRecord.latest(states);
  }

  /**
   * The states of a run in all its tables, oldest first.
   *
   * @throws AlmanacException NO_SUCH_RUN if the run is unknown
   */
  public List<RunRecord> of(RunId run) {
    List<RunRecord> found = states.stream().filter(state -> state.runId().equals(run)).toList();
    if (found.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.NO_SUCH_RUN,
          "%s knows no run %s.\nSee which there are with: almanac runs list".formatted(path, run));
    }
    return found;
  }

  private static void requireRuns(String path, Map<String, String> properties) {
    String version = properties.get(RunColumns.SCHEMA_PROPERTY);
    if (!Integer.toString(RunColumns.SCHEMA_VERSION).equals(version)) {
      throw new AlmanacException(
          ErrorCode.SCHEMA_MISMATCH,
          "%s is not a table of runs that this Almanac reads: %s.\nName it in almanac.warehouse.runs."
              .formatted(
                  path,
                  version == null
                      ? "it is another Delta table"
                      : String.format(
                          Locale.ROOT,
                          "its schema is version %s, not %d",
                          Text.printable(version),
                          RunColumns.SCHEMA_VERSION)));
    }
  }

  /** One row of the table. */
  private record Cursor(String path, Map<String, @Nullable Object> row) {
    RunRecord record() {
      try {
        return new RunRecord(
            new RunId(text(RunColumns.RUN_ID)),
            text(RunColumns.JOB),
            text(RunColumns.VERSIONS),
            (LocalDate) needed(RunColumns.RUN_DATE),
            (Instant) needed(RunColumns.STARTED_AT),
            (Instant) needed(RunColumns.FINISHED_AT),
            RunState.find(text(RunColumns.STATE)).orElseThrow(),
            text(RunColumns.REASON),
            text(RunColumns.USER),
            number(RunColumns.ROWS_IN),
            number(RunColumns.ROWS_SCORED),
            counts(text(RunColumns.REJECTED_BY_REASON)),
            text(RunColumns.SOURCE_VERSION),
            text(RunColumns.SPEC_HASH),
            text(RunColumns.FORECAST_TABLE),
            text(RunColumns.LOCATION),
            number(RunColumns.TABLE_VERSION),
            text(RunColumns.ENGINE),
            text(RunColumns.SUMMARY));
      } catch (RuntimeException e) {
        throw new AlmanacException(
            ErrorCode.SCHEMA_MISMATCH,
            "%s has a row that tells no run: %s.\nOnly Almanac writes to it; take the row out."
                .formatted(path, Text.printable(row.toString())),
            e);
      }
    }

    private Object needed(String column) {
      Object value = row.get(column);
      if (value == null) {
        throw new IllegalArgumentException("no " + column);
      }
      return value;
    }

    private String text(String column) {
      return row.get(column) instanceof String text ? text : "";
    }

    private OptionalLong number(String column) {
      return row.get(column) instanceof Long number
          ? OptionalLong.of(number)
          : OptionalLong.empty();
    }

    private static Map<String, Long> counts(String json) {
      Map<String, Long> counts = new TreeMap<>();
      try {
        for (Map.Entry<String, JsonNode> entry : JSON.readTree(json).properties()) {
          counts.put(entry.getKey(), entry.getValue().asLong());
        }
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("counts that are no JSON", e);
      }
      return counts;
    }
  }
}
