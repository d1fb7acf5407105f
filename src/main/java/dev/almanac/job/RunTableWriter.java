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
 * Writes rows into the table of runs, after the fact: what is published is settled by then, and a
 * row that cannot be written takes nothing back. A run of the same table writes the rows that
 * earlier runs were killed before they wrote.
 */
final class RunTableWriter {
  private static final Logger LOG = LoggerFactory.getLogger(RunTableWriter.class);

  private final SparkSession spark;
  private final PlatformSpec platform;

  RunTableWriter(SparkSession spark, PlatformSpec platform) {
    this.spark = spark;
    this.platform = platform;
  }

  /** Where the table of runs stands. */
  static String location(PlatformSpec platform) {
    return ForecastTables.location(platform, platform.runs());
  }

  /** What the table of runs has. */
  RunHistory history() {
    return RunHistory.open(location(platform), storeSettings());
  }

  /** The jobs of runs, as the table of runs has them when the first one is looked up. */
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
   * Writes what a run came to, where challengers score too in each of its tables. Never throws:
   * what it is about has happened.
   */
  void write(List<RunRecord> states, Progress progress) {
    String path = location(platform);
    try {
      List<RunRecord> rows = new ArrayList<>(missing(states));
      rows.addAll(states);
      new RunTable(spark, path).append(rows);
    } catch (Exception e) {
      // Spark's checked exceptions come undeclared.
      LOG.warn("runs={} not written: {}", path, e.getMessage(), e);
      progress.fact(
          "the run is missing in %s, which could not be written: %s"
              .formatted(path, String.join(" ", String.valueOf(e.getMessage()).lines().toList())));
    }
  }

  /** Writes how a run failed, unless nobody knows whether it did: history will tell. */
  void writeFailure(RunRecord state, AlmanacException failure, Progress progress) {
    if (failure.code() != ErrorCode.OUTCOME_UNKNOWN) {
      write(List.of(state), progress);
    }
  }

  /** Rows of publications that the table's own history has, and the table of runs lacks. */
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

  /** A run may have been published more than once: held and approved, rolled back and forth. */
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
