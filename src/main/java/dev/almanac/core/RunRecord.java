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
 * One state that a scoring run came to, as the table of runs has it. Where challengers score too, a
 * run has states for each of their tables, told apart by the table alone.
 *
 * @param runId the run
 * @param job the name of its job, which is the name of its model
 * @param versions the versions that scored, such as {@code churn:7}, joined by commas; empty if the
 *     run ended before it knew
 * @param runDate the date it stands for
 * @param startedAt when the run began
 * @param finishedAt when it came to this state
 * @param state the state
 * @param reason why, where there is something to say: an error, a decision of a person
 * @param user who brought it to this state
 * @param rowsIn rows read; absent if the run ended before it knew, as the next one
 * @param rowsScored rows with a forecast
 * @param rejected rows without one, by reason code
 * @param sourceVersion the state of the sources
 * @param specHash SHA-256 of the effective job specification
 * @param table the forecast table as the job names it
 * @param location where it stands
 * @param tableVersion the Delta version of it that the run made, if it did
 * @param engine the engine that scored, or empty
 * @param summary the run's summary as JSON; empty means that it is to be made of the above
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

  /** The run in another state. */
  public RunRecord became(
      RunState next, OptionalLong version, Instant when, String who, String why) {
    return with(when, next, why, who, version, summary);
  }

  /** The run with another summary. */
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
   * One state of each run and table, the one it came to last; the run that began last comes first,
   * and of a run its own forecasts before those of challengers.
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
    // What was taken down of a challenger later knows only when that was scored.
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
