package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Digests;
import dev.almanac.core.ErrorCategory;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.RowCounts;
import dev.almanac.core.RunRecord;
import dev.almanac.core.RunState;
import dev.almanac.core.SourceVersion;
import dev.almanac.core.UrlSecrets;
import dev.almanac.core.spec.JobSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Collects the facts of a scoring run for its row in the runs table, so that the row of a failed
 * run shows its progress. Not thread-safe.
 */
final class RunRecorder {
  private final JobSpec job;
  private final RunContext run;
  private final String table;
  private final String location;
  private final Instant startedAt;
  private String versions = "";
  private String engine = "";
  private String sources = "";
  private String summary = "";
  private OptionalLong rowsIn = OptionalLong.empty();
  private OptionalLong rowsScored = OptionalLong.empty();
  private Map<String, Long> rejected = Map.of();

  /**
   * Starts a record.
   *
   * @param location of the job's forecast table
   */
  RunRecorder(JobSpec job, RunContext run, String location) {
    this(job, run, job.forecasts().table(), location, run.clock().instant());
  }

  private RunRecorder(
      JobSpec job, RunContext run, String table, String location, Instant startedAt) {
    this.job = job;
    this.run = run;
    this.table = table;
    this.location = location;
    this.startedAt = startedAt;
  }

  void versions(List<ModelVersion> scoring, String by) {
    versions = scoring.stream().map(ModelVersion::toString).collect(Collectors.joining(","));
    engine = by;
  }

  void sources(List<SourceVersion> read) {
    sources = read.stream().map(SourceVersion::brief).collect(Collectors.joining(","));
  }

  void rowsIn(long count) {
    rowsIn = OptionalLong.of(count);
  }

  void rows(RowCounts account) {
    rowsScored = OptionalLong.of(account.scored());
    rejected = account.rejected();
  }

  void summary(String json) {
    summary = json;
  }

  /**
   * The row of a published run.
   *
   * @param reason further text
   */
  RunRecord published(long tableVersion, String reason, CopyOutcome copy) {
    return row(RunState.PUBLISHED, copy.after(reason), OptionalLong.of(tableVersion))
        .summed(copy.in(summary));
  }

  /** The row of a run without a row to score. */
  RunRecord skipped() {
    rows(new RowCounts(0, 0, Map.of()));
    return row(
        RunState.SKIPPED, "no row to forecast (score.when-empty = skip)", OptionalLong.empty());
  }

  /** The row of a failed run; empty while the outcome of its commit is unknown. */
  RunRecord ended(AlmanacException failure) {
    return row(state(failure), describe(failure), OptionalLong.empty());
  }

  /**
   * The row of a challenger in this run; empty while the outcome of its commit is unknown.
   *
   * @param location of its table
   */
  Optional<RunRecord> challenger(ChallengerResult result, String location) {
    RunRecorder its =
        new RunRecorder(job, run, result.spec().forecasts().table(), location, startedAt);
    its.sources = sources;
    its.rowsIn = rowsIn;
    String name = "challenger " + result.name();
    if (result instanceof ChallengerResult.LeftOut left) {
      return left.why().code() == ErrorCode.OUTCOME_UNKNOWN
          ? Optional.empty()
          : Optional.of(
              its.row(state(left.why()), name + ": " + describe(left.why()), OptionalLong.empty()));
    }
    ChallengerResult.Published published = (ChallengerResult.Published) result;
    its.versions(List.of(published.version()), published.engine());
    its.rows(published.account());
    its.summary(published.summary());
    return Optional.of(
        its.row(RunState.PUBLISHED, name, OptionalLong.of(published.tableVersion())));
  }

  private static RunState state(AlmanacException failure) {
    return failure.code() == ErrorCode.GUARD_REFUSED
        ? RunState.HELD
        : failure.code().category() == ErrorCategory.REFUSED ? RunState.REFUSED : RunState.FAILED;
  }

  private static String describe(AlmanacException failure) {
    return UrlSecrets.masked(failure.code() + ": " + failure.getMessage());
  }

  private RunRecord row(RunState state, String reason, OptionalLong tableVersion) {
    return new RunRecord(
        run.runId(),
        job.model().value(),
        versions,
        run.runDate(),
        startedAt,
        run.clock().instant(),
        state,
        reason,
        run.user(),
        rowsIn,
        rowsScored,
        rejected,
        sources,
        Digests.sha256(job.effective()),
        table,
        location,
        tableVersion,
        engine,
        summary);
  }
}
