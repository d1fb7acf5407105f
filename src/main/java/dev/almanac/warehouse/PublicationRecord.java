package dev.almanac.warehouse;

import dev.almanac.core.ModelVersion;
import dev.almanac.core.RunId;
import dev.almanac.core.RunRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * One publication as the table's history has it.
 *
 * @param tableVersion the Delta version it made
 * @param committedAt when, by the table's clock
 * @param scored rows with a forecast
 * @param rejected rows without one
 * @param rejects the table of the rejected rows as the run named it; empty in commits of the first
 *     releases
 * @param summary all that the commit tells of itself, as JSON
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
   * The row that the table of runs has of it.
   *
   * @param location where the forecast table stands
   * @param user who published it, or empty if nobody knows any more
   */
  public RunRecord run(String location, String user) {
    return RunSummary.run(this, location, user);
  }

  /** Every version that scored rows of it: the job's, then those of segments. */
  public List<ModelVersion> versions() {
    return RunSummary.versions(this);
  }

  /** The job that published it; empty in commits of releases that did not name it. */
  public Optional<String> job() {
    return RunSummary.job(summary);
  }

  /** The table of a database that the job's publications are copied to, if its job said so. */
  public Optional<String> copiedTo() {
    return RunSummary.fact(summary, RunSummary.COPY, RunSummary.COPY_TABLE);
  }

  /** The run whose forecasts it took the place of, where it is a rollback. */
  Optional<String> rolledBackFrom() {
    return RunSummary.fact(summary, RunSummary.ROLLED_BACK, "from");
  }
}
