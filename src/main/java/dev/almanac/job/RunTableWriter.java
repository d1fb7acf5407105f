package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import dev.almanac.core.RunRecord;
import dev.almanac.core.RunState;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.lookup.RunHistory;
import dev.almanac.warehouse.JobOfRun;
import dev.almanac.warehouse.RunTable;
import dev.almanac.warehouse.Warehouse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rows to the runs table after the fact: publications are complete by then, and a failed
 * write reverts nothing. A run also writes missing rows of earlier runs of its table that were
 * killed.
 */
final class RunTableWriter {
  private static final Logger LOG = LoggerFactory.getLogger(RunTableWriter.class);

  private final SparkSession spark;
  private final PlatformSpec platform;

  RunTableWriter(SparkSession spark, PlatformSpec platform) {
    this.spark = spark;
    this.platform = platform;
  }

  /** The location of the runs table. */
  static String location(PlatformSpec platform) {
    return ForecastTables.location(platform, platform.runs());
  }

  /** The content of the runs table. */
  RunHistory history() {
    return RunHistory.open(location(platform), storeSettings());
  }

  /** The jobs of runs; reads the runs table at the first lookup. */
  JobOfRun jobs() {
    return new JobOfRun() {
      private @Nullable Map<RunId, String> jobs;

      @Override
      public synchronized Optional<String> find(RunId run) {
        if (jobs == null) {
          jobs =
              history().states().stream()
                  .collect(
                      Collectors.toMap(RunRecord::runId, RunRecord::job, (first, other) -> first));
        }
        return Optional.ofNullable(jobs.get(run));
      }
    };
  }

  /**
   * Writes the states of a run, one per table if it has challengers. Never throws: the run itself
   * is complete.
   */
  void write(List<RunRecord> states, Progress progress) {
    String path = location(platform);
    try {
      List<RunRecord> rows = new ArrayList<>(missing(states));
      rows.addAll(states);
      new RunTable(spark, path).append(rows);
    } catch (Exception e) {
      // Spark's checked exceptions are not declared.
      LOG.warn("runs={} not written: {}", path, e.getMessage(), e);
      progress.fact(
          "the run is missing in %s, which could not be written: %s"
              .formatted(path, String.join(" ", String.valueOf(e.getMessage()).lines().toList())));
    }
  }

  /**
   * Writes the failure of a run, unless its outcome is unknown: the table's history decides that
   * later.
   */
  void writeFailure(RunRecord state, AlmanacException failure, Progress progress) {
    if (failure.code() != ErrorCode.OUTCOME_UNKNOWN) {
      write(List.of(state), progress);
    }
  }

  /** Rows for publications in the table's history that the runs table lacks. */
  private List<RunRecord> missing(List<RunRecord> states) {
    List<RunRecord> published =
        states.stream().filter(state -> state.state() == RunState.PUBLISHED).toList();
    if (published.isEmpty()) {
      return List.of();
    }
    Set<String> known =
        history().states().stream().map(RunTableWriter::publication).collect(Collectors.toSet());
    states.forEach(state -> known.add(publication(state)));
    Warehouse warehouse = ForecastTables.warehouse(spark, platform);
    return published.stream()
        .map(RunRecord::location)
        .distinct()
        .flatMap(location -> warehouse.runs(location, "").stream())
        .filter(run -> known.add(publication(run)))
        .toList();
  }

  /**
   * Identifies a publication; a run may be published more than once: held and approved, rolled back
   * and restored.
   */
  private static String publication(RunRecord run) {
    return run.runId() + " " + run.table() + " " + run.tableVersion();
  }

  private Map<String, String> storeSettings() {
    Map<String, String> settings = new HashMap<>();
    spark
        .sparkContext()
        .hadoopConfiguration()
        .forEach(setting -> settings.put(setting.getKey(), setting.getValue()));
    return settings;
  }
}
