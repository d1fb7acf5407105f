package dev.almanac.warehouse;

import dev.almanac.core.ModelVersion;
import dev.almanac.core.RunId;
import dev.almanac.core.RunRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * One publication in a table's history.
 *
 * @param tableVersion the Delta version of its commit
 * @param committedAt commit time by the table's clock
 * @param scored rows with a forecast
 * @param rejected rows without one
 * @param rejects the rejects table as the run named it; empty in commits of the first releases
 * @param summary the user metadata of the commit, as JSON
 */
public record PublicationRecord(
    long tableVersion,
    Instant committedAt,
    RunId runId,
    ModelVersion model,
    LocalDate runDate,
    long scored,
    long rejected,
    String sourceVersion,
    String specHash,
    String rejects,
    String summary) {
  /**
   * The row of this publication in the runs table.
   *
   * @param location of the forecast table
   * @param user who published it, or empty if unknown
   */
  public RunRecord run(String location, String user) {
    return RunSummary.run(this, location, user);
  }

  /** Every version that scored rows of it: the job's, then those of its segments. */
  public List<ModelVersion> versions() {
    return RunSummary.versions(this);
  }

  /** The job that published it; empty in commits of releases that did not record it. */
  public Optional<String> job() {
    return RunSummary.job(summary);
  }

  /** The PostgreSQL table to which the job's publications are exported, if the job has one. */
  public Optional<String> copiedTo() {
    return RunSummary.fact(summary, RunSummary.COPY, RunSummary.COPY_TABLE);
  }

  /** For a rollback, the run whose forecasts it replaced. */
  Optional<String> rolledBackFrom() {
    return RunSummary.fact(summary, RunSummary.ROLLED_BACK, "from");
  }
}
