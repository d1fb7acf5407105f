package dev.almanac.core;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * One state of a scoring run: a row of the runs table. If challengers score, the run has states for
 * each forecast table, distinguished by {@code table} alone.
 *
 * @param runId the run
 * @param job the name of the job, which is the model's
 * @param versions the versions that scored, such as {@code churn:7}, joined by commas; empty if the
 *     run ended before they were known
 * @param runDate the run date
 * @param startedAt start of the run
 * @param finishedAt start of this state
 * @param state the state
 * @param reason reason of the state: an error or an operator's decision; may be empty
 * @param user the user who caused this state
 * @param rowsIn rows read; absent if the run ended before the count was known
 * @param rowsScored rows with a forecast; absent as {@code rowsIn}
 * @param rejected rows without a forecast, by reason code
 * @param sourceVersion the version of the sources
 * @param specHash SHA-256 of the effective job specification
 * @param table the forecast table as the job names it
 * @param location location of the forecast table
 * @param tableVersion the Delta version of the table that the run committed, if any
 * @param engine the engine that scored, or empty
 * @param summary the run's summary as JSON; empty if it is to be derived from the other parts
 */
public record RunRecord(
    RunId runId,
    String job,
    String versions,
    LocalDate runDate,
    Instant startedAt,
    Instant finishedAt,
    RunState state,
    String reason,
    String user,
    OptionalLong rowsIn,
    OptionalLong rowsScored,
    Map<String, Long> rejected,
    String sourceVersion,
    String specHash,
    String table,
    String location,
    OptionalLong tableVersion,
    String engine,
    String summary) {
  /** Copies the counts, sorted. */
  public RunRecord {
    rejected = Collections.unmodifiableMap(new TreeMap<>(rejected));
  }

  /** Rows without a forecast. */
  public long rejectedRows() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /** A copy in another state. */
  public RunRecord became(
      RunState next, OptionalLong version, Instant when, String who, String why) {
    return with(when, next, why, who, version, summary);
  }

  /** A copy with another summary. */
  public RunRecord summed(String other) {
    return with(finishedAt, state, reason, user, tableVersion, other);
  }

  private RunRecord with(
      Instant when, RunState next, String why, String who, OptionalLong version, String text) {
    return new RunRecord(
        runId,
        job,
        versions,
        runDate,
        startedAt,
        when,
        next,
        why,
        who,
        rowsIn,
        rowsScored,
        rejected,
        sourceVersion,
        specHash,
        table,
        location,
        version,
        engine,
        text);
  }

  /**
   * The latest state of each run and table. Runs are ordered by start, the latest first; in a run,
   * its own forecasts come before those of challengers.
   *
   * @param states oldest first
   */
  public static List<RunRecord> latest(List<RunRecord> states) {
    record Of(RunId run, String table) {}
    Map<Of, RunRecord> latest = new LinkedHashMap<>();
    for (RunRecord state : states) {
      latest.merge(
          new Of(state.runId(), state.table()),
          state,
          (known, other) -> other.finishedAt().isBefore(known.finishedAt()) ? known : other);
    }
    // A later state of a challenger's forecasts has the time of scoring, not that of the run's
    // start.
    Map<RunId, Instant> began =
        latest.values().stream()
            .collect(
                Collectors.toMap(
                    RunRecord::runId,
                    RunRecord::startedAt,
                    BinaryOperator.minBy(Comparator.naturalOrder())));
    return latest.values().stream()
        .sorted(
            Comparator.<RunRecord, Instant>comparing(run -> began.get(run.runId()))
                .thenComparing(run -> run.runId().value())
                .reversed())
        .toList();
  }
}
